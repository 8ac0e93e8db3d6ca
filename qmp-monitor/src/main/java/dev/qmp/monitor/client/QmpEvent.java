package dev.qmp.monitor.client;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event. Thread: immutable, safe to share.
 *
 * @param name its name, for instance {@code SHUTDOWN}
 * @param data its data; empty if it has none
 * @param timestamp when it occurred by the server's wall clock, to the microsecond; empty if the server's clock failed
 * @param message the whole message, as received
 */
public record QmpEvent(String name, JsonObject data, Optional<Instant> timestamp, JsonObject message) {
    /**
     * Checks for null.
     *
     * @param name its name
     * @param data its data
     * @param timestamp when it occurred
     * @param message the whole message
     */
    public QmpEvent {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(message, "message");
    }

    /** Reads a message whose member {@code event} is that name. */
    static QmpEvent of(String name, JsonObject message) {
        JsonObject data = JsonValues.objectOrNull(message, "data");
        JsonObject time = JsonValues.objectOrNull(message, "timestamp");
        return new QmpEvent(name, data == null ? JsonValues.EMPTY_OBJECT : data, instant(time), message);
    }

    private static Optional<Instant> instant(@Nullable JsonObject time) {
        if (time == null
                || !(time.get("seconds") instanceof JsonNumber seconds)
                || !(time.get("microseconds") instanceof JsonNumber micros)) {
            return Optional.empty();
        }
        long second = seconds.longValue();
        long micro = micros.longValue();
        if (second < 0 || micro < 0 || micro > 999_999 || second > Instant.MAX.getEpochSecond()) {
            return Optional.empty(); // -1 in both is how a server says that it does not know
        }
        return Optional.of(Instant.ofEpochSecond(second, micro * 1000));
    }
}
