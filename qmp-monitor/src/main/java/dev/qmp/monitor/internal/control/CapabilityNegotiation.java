package dev.qmp.monitor.internal.control;

import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.monitor.internal.control.schema.QMPCapability;
import dev.qmp.monitor.internal.control.schema.QmpCapabilitiesArguments;
import dev.qmp.monitor.internal.session.QmpSession;
import dev.qmp.monitor.internal.session.SessionMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The command {@code qmp_capabilities}. Specification: {@code qmp-capabilities}. */
final class CapabilityNegotiation {
    private CapabilityNegotiation() {}

    static void negotiate(CommandContext context, QmpCapabilitiesArguments arguments) {
        if (!(context.monitor() instanceof QmpSession session)) {
            throw new CommandException("This monitor has no capabilities to negotiate");
        }
        if (session.mode() != SessionMode.NEGOTIATION) {
            throw new CommandException(
                    QmpError.commandNotFound("Capabilities negotiation is already complete, command ignored"));
        }
        Set<QMPCapability> enabled = EnumSet.noneOf(QMPCapability.class);
        List<String> missing = new ArrayList<>();
        for (QMPCapability wanted : arguments.enable().orElse(List.of())) {
            if (session.offeredCapabilities().contains(wanted)) {
                enabled.add(wanted);
            } else {
                missing.add(wanted.wireName());
            }
        }
        if (!missing.isEmpty()) {
            throw new CommandException("Capability " + String.join(", ", missing) + " not available");
        }
        session.enterCommandMode(enabled);
    }
}
