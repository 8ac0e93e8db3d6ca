package dev.qmp.monitor.journal;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.replies.ArgumentPattern;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A claim about what was received: how often a command came, with arguments that fit a pattern.
 *
 * <p>Thread: immutable.
 *
 * @param command the command's name
 * @param arguments a pattern, as {@code when} of scripted replies has it; an empty object fits all
 * @param least how often it came at least
 * @param most how often it came at most
 */
public record Verification(String command, JsonValue arguments, long least, long most) {
    /** No bound. */
    public static final long ANY = Long.MAX_VALUE;

    /**
     * Compares the claim with what was received.
     *
     * @param entries the entries of a journal
     * @return why it does not hold, with the nearest miss; empty if it holds
     * @throws dev.qmp.qapi.replies.RepliesException if the arguments are not a pattern
     */
    public Optional<String> failure(List<JournalEntry> entries) {
        ArgumentPattern pattern = ArgumentPattern.of(arguments);
        long count = 0;
        long same = 0;
        JournalEntry nearest = null;
        List<String> misfits = List.of();
        for (JournalEntry entry : entries) {
            if (!entry.command().equals(command)) {
                continue;
            }
            same++;
            List<String> found = pattern.misfits(entry.arguments());
            if (found.isEmpty()) {
                count++;
            } else if (nearest == null || found.size() < misfits.size()) {
                nearest = entry;
                misfits = found;
            }
        }
        if (count >= least && count <= most) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("'").append(command).append('\'');
        if (!arguments.asJsonObject().isEmpty()) {
            text.append(" with arguments ").append(JsonValues.toText(arguments));
        }
        text.append(" was received ").append(times(count)).append(", not ").append(bounds());
        if (count < least && nearest != null) {
            text.append("; the nearest of ")
                    .append(same)
                    .append(" is number ")
                    .append(nearest.number())
                    .append(", ")
                    .append(JsonValues.toText(nearest.arguments()))
                    .append(": ")
                    .append(String.join("; ", misfits));
        } else if (same == 0) {
            text.append("; received: ").append(summary(entries));
        }
        return Optional.of(text.toString());
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    private String bounds() {
        if (least == most) {
            return times(least);
        }
        return most == ANY
                ? "at least " + times(least)
                : least == 0 ? "at most " + times(most) : least + " to " + most + " times";
    }

    private static String summary(List<JournalEntry> entries) {
        Map<String, Integer> counts = new TreeMap<>();
        entries.forEach(
                entry -> counts.merge(entry.command().isEmpty() ? "(faulty)" : entry.command(), 1, Integer::sum));
        return counts.isEmpty()
                ? "nothing"
                : String.join(
                        ", ",
                        counts.entrySet().stream()
                                .map(one -> one.getKey() + (one.getValue() > 1 ? " (" + one.getValue() + ")" : ""))
                                .toList());
    }
}
