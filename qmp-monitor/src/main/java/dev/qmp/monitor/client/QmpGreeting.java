package dev.qmp.monitor.client;

import dev.qmp.json.JsonValues;
import dev.qmp.monitor.spi.VersionInfo;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server says first. Thread: immutable, safe to share.
 *
 * @param version the server's version
 * @param capabilities the capabilities on offer, in the server's order; {@code oob} is the only one in use
 * @param message the whole message, as received
 */
public record QmpGreeting(VersionInfo version, Set<String> capabilities, JsonObject message) {
    /**
     * Copies the set.
     *
     * @param version the server's version
     * @param capabilities the capabilities on offer
     * @param message the whole message
     */
    public QmpGreeting {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(message, "message");
        capabilities = Collections.unmodifiableSet(new LinkedHashSet<>(capabilities));
    }

    /** Reads a greeting; null if the message is none. */
    static @Nullable QmpGreeting of(JsonValue value) {
        if (!(value instanceof JsonObject message) || !(message.get("QMP") instanceof JsonObject body)) {
            return null;
        }
        JsonObject version = JsonValues.objectOrNull(body, "version");
        JsonObject level = version == null ? null : JsonValues.objectOrNull(version, "qemu");
        if (version == null || level == null) {
            return null;
        }
        int major = number(level, "major");
        int minor = number(level, "minor");
        int micro = number(level, "micro");
        if (major < 0 || minor < 0 || micro < 0) {
            return null;
        }
        String builder = JsonValues.stringOrNull(version, "package");
        Set<String> offered = new LinkedHashSet<>();
        JsonArray capabilities = JsonValues.arrayOrNull(body, "capabilities");
        if (capabilities != null) {
            for (JsonValue capability : capabilities) {
                String name = JsonValues.text(capability);
                if (name != null) {
                    offered.add(name);
                }
            }
        }
        return new QmpGreeting(new VersionInfo(major, minor, micro, builder == null ? "" : builder), offered, message);
    }

    private static int number(JsonObject level, String name) {
        OptionalLong value = JsonValues.asInt64(level.get(name));
        return value.isPresent() && value.getAsLong() <= Integer.MAX_VALUE ? (int) Math.max(-1, value.getAsLong()) : -1;
    }
}
