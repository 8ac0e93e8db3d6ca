package dev.qmp.monitor;

import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.monitor.internal.control.QMPCapability;
import dev.qmp.monitor.internal.control.QmpCapabilitiesArguments;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The command {@code qmp_capabilities}. */
final class CapabilityNegotiation {
    private CapabilityNegotiation() {}

    static void negotiate(CommandContext context, QmpCapabilitiesArguments arguments) {
        QmpSession session = context.monitor()
                .attribute(QmpSession.class)
                .orElseThrow(() -> new CommandException("This monitor has no capabilities to negotiate"));
        if (session.mode() != SessionMode.NEGOTIATION) {
            throw new CommandException(
                    QmpError.commandNotFound("Capabilities negotiation is already complete, command ignored"));
        }
        Set<Capability> enabled = EnumSet.noneOf(Capability.class);
        List<String> missing = new ArrayList<>();
        for (QMPCapability wanted : arguments.enable().orElse(List.of())) {
            String name = wanted.wireName();
            Capability capability = Capability.find(name, session.offeredCapabilities());
            if (capability != null) {
                enabled.add(capability);
            } else {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new CommandException("Capability " + String.join(", ", missing) + " not available");
        }
        session.enterCommandMode(enabled);
    }
}
