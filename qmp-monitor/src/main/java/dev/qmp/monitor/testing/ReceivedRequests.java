package dev.qmp.monitor.testing;

import dev.qmp.json.JsonValues;
import dev.qmp.monitor.journal.JournalEntry;
import dev.qmp.monitor.journal.Verification;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks claims about what a stand-in has received, and shows it.
 *
 * <p>Thread: safe for use by any thread.
 */
final class ReceivedRequests {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final int SHOWN_ENTRIES = 50;
    private static final int SHOWN_CHARACTERS = 300;

    private final Supplier<List<JournalEntry>> received;

    ReceivedRequests(Supplier<List<JournalEntry>> received) {
        this.received = received;
    }

    /** Waits for a time until a claim holds; fails with the nearest miss. */
    void verify(Verification claim, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        Optional<String> failure = claim.failure(received.get());
        while (failure.isPresent()) {
            if (System.nanoTime() - deadline >= 0 || !sleep()) {
                throw new AssertionError(failure.get() + "\n" + text());
            }
            failure = claim.failure(received.get());
        }
    }

    private static boolean sleep() {
        try {
            Thread.sleep(LOOK_AGAIN.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns what was received, for messages. */
    String text() {
        List<JournalEntry> entries = received.get();
        int left = Math.max(0, entries.size() - SHOWN_ENTRIES);
        return "received " + entries.size() + (entries.size() == 1 ? " request" : " requests")
                + (left == 0 ? "" : ", of which the last are")
                + entries.stream().skip(left).map(ReceivedRequests::line).collect(Collectors.joining());
    }

    private static String line(JournalEntry entry) {
        JsonObject reply = entry.reply();
        return "\n  " + entry.number() + " " + shortened(entry.request()) + " -> "
                + (entry.fault() == null ? "" : "[" + entry.fault() + "] ")
                + (reply == null ? "no reply" : shortened(reply));
    }

    private static String shortened(JsonValue value) {
        String text = JsonValues.toText(value);
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
