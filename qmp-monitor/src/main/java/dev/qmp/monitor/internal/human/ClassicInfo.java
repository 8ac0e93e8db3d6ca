package dev.qmp.monitor.internal.human;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Results that have a traditional text form on the human monitor. */
final class ClassicInfo {
    private ClassicInfo() {}

    /** Returns the text of a command's result; null if it has no form of its own, or the result another shape. */
    static @Nullable String text(String command, JsonValue value) {
        if (value instanceof JsonArray list) {
            return switch (command) {
                case "query-chardev" -> lines(list, ClassicInfo::device);
                case "query-migrate-capabilities" -> lines(list, ClassicInfo::capability);
                default -> null;
            };
        }
        if (!(value instanceof JsonObject result)) {
            return null;
        }
        return switch (command) {
            case "query-version" -> version(result);
            case "query-status" -> status(result);
            case "query-name" -> name(result);
            case "query-migrate" -> migration(result);
            default -> null;
        };
    }

    /** Returns a line for each element; null if one has another shape. */
    private static @Nullable String lines(JsonArray list, Function<JsonObject, @Nullable String> line) {
        StringBuilder text = new StringBuilder();
        for (JsonValue each : list) {
            String one = each instanceof JsonObject object ? line.apply(object) : null;
            if (one == null) {
                return null;
            }
            text.append(one).append('\n');
        }
        return text.toString();
    }

    private static @Nullable String device(JsonObject device) {
        String label = JsonValues.stringOrNull(device, "label");
        String filename = JsonValues.stringOrNull(device, "filename");
        return label == null || filename == null ? null : label + ": filename=" + filename;
    }

    private static @Nullable String capability(JsonObject capability) {
        String name = JsonValues.stringOrNull(capability, "capability");
        Boolean state = JsonValues.booleanOrNull(capability, "state");
        return name == null || state == null ? null : name + ": " + (state ? "on" : "off");
    }

    private static @Nullable String migration(JsonObject result) {
        StringBuilder text = new StringBuilder();
        String status = JsonValues.stringOrNull(result, "status");
        String error = JsonValues.stringOrNull(result, "error-desc");
        if (status != null) {
            text.append("Migration status: ").append(status);
            text.append(error == null ? "" : " (" + error + ")").append('\n');
        }
        if (result.get("socket-address") instanceof JsonArray addresses) {
            String lines = lines(addresses, ClassicInfo::address);
            if (lines == null) {
                return null;
            }
            text.append("socket address: [\n").append(lines).append("]\n");
        }
        return text.toString();
    }

    private static @Nullable String address(JsonObject address) {
        String path = JsonValues.stringOrNull(address, "path");
        String host = JsonValues.stringOrNull(address, "host");
        String port = JsonValues.stringOrNull(address, "port");
        if (path != null) {
            return "\tunix:" + path;
        }
        return (host == null || port == null) ? null : "\ttcp:" + host + ":" + port;
    }

    private static @Nullable String version(JsonObject result) {
        JsonObject numbers = JsonValues.objectOrNull(result, "qemu");
        String builder = JsonValues.stringOrNull(result, "package");
        return numbers == null || builder == null
                ? null
                : numbers.get("major") + "." + numbers.get("minor") + "." + numbers.get("micro") + builder + "\n";
    }

    private static @Nullable String status(JsonObject result) {
        Boolean running = JsonValues.booleanOrNull(result, "running");
        String status = JsonValues.stringOrNull(result, "status");
        if (running == null || status == null) {
            return null;
        }
        boolean singleStep = Boolean.TRUE.equals(JsonValues.booleanOrNull(result, "singlestep"));
        return "VM status: " + (running ? "running" : "paused") + (singleStep ? " (single step mode)" : "")
                + (running || status.equals("paused") ? "" : " (" + status + ")") + "\n";
    }

    private static @Nullable String name(JsonObject result) {
        String name = JsonValues.stringOrNull(result, "name");
        return name == null ? (result.isEmpty() ? "" : null) : ValueText.of(JsonValues.string(name));
    }
}
