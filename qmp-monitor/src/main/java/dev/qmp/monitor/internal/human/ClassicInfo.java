package dev.qmp.monitor.internal.human;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Results that have a traditional text form on the human monitor. */
final class ClassicInfo {
    private ClassicInfo() {}

    /** Returns the text of a command's result; null if it has no form of its own, or the result another shape. */
    static @Nullable String text(String command, JsonValue value) {
        if (!(value instanceof JsonObject result)) {
            return null;
        }
        return switch (command) {
            case "query-version" -> version(result);
            case "query-status" -> status(result);
            case "query-name" -> name(result);
            default -> null;
        };
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
