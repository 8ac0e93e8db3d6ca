package dev.qmp.monitor.proxy;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * An answer that was recorded.
 *
 * <p>Thread: immutable.
 *
 * @param outcome one member: {@code return}, {@code error} or {@code fault}
 * @param events the events that belong to it
 * @param times how often it was given in succession
 */
record RecordedAnswer(JsonObject outcome, List<Happened> events, int times) {
    /** The time of an event that preceded the reply. */
    static final long BEFORE = -1;

    /** An event, so many milliseconds after the reply. */
    record Happened(String event, JsonObject data, long afterMillis) {}

    /** The answers to equal requests, in order. */
    record Sequence(JsonObject arguments, List<RecordedAnswer> answers) {}
}
