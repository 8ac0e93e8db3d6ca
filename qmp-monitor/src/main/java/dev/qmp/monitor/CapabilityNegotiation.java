package dev.qmp.monitor;

import dev.qmp.dispatch.CommandContext;
import dev.qmp.dispatch.CommandException;
import dev.qmp.dispatch.QmpError;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The command {@code qmp_capabilities}. */
final class CapabilityNegotiation {
    private CapabilityNegotiation() {}

    static void negotiate(CommandContext context, JsonObject arguments) {
        QmpSession session = context.monitor()
                .attribute(QmpSession.class)
                .orElseThrow(() -> new CommandException("This monitor has no capabilities to negotiate"));
        if (session.mode() != SessionMode.NEGOTIATION) {
            throw new CommandException(
                    QmpError.commandNotFound("Capabilities negotiation is already complete, command ignored"));
        }
        Set<Capability> enabled = EnumSet.noneOf(Capability.class);
        List<String> missing = new ArrayList<>();
        JsonArray wanted = arguments.getJsonArray("enable");
        for (JsonValue value : wanted == null ? JsonValue.EMPTY_JSON_ARRAY : wanted) {
            String name = ((JsonString) value).getString();
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
