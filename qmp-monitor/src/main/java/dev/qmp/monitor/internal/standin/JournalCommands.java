package dev.qmp.monitor.internal.standin;

import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.journal.JournalEntry;
import dev.qmp.monitor.journal.Verification;
import dev.qmp.qapi.replies.RepliesException;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.OptionalLong;

/** The commands {@code x-journal} and {@code x-verify}. Thread: stateless. */
final class JournalCommands {
    private JournalCommands() {}

    /** Returns the entries that are asked for, the oldest first; with a limit the latest ones. */
    static JsonArray entries(Journal journal, JsonObject arguments) {
        String command = JsonValues.stringOrNull(arguments, "command");
        long session = number(arguments, "session", 0);
        long since = number(arguments, "since", 0);
        List<JournalEntry> found = journal.entries().stream()
                .filter(entry -> entry.number() > since
                        && (session == 0 || entry.session() == session)
                        && (command == null || entry.command().equals(command)))
                .toList();
        long limit = number(arguments, "limit", found.size());
        JsonArrayBuilder list = JsonValues.array();
        found.stream().skip(Math.max(0, found.size() - limit)).forEach(entry -> list.add(entry.toJson()));
        return list.build();
    }

    /** Throws if what is claimed does not hold. */
    static void verify(Journal journal, JsonObject arguments) {
        JsonValue pattern = arguments.getOrDefault("arguments", JsonValues.EMPTY_OBJECT);
        boolean exact = arguments.containsKey("times");
        long times = number(arguments, "times", 0);
        long most = exact ? times : number(arguments, "at-most", Verification.ANY);
        long least = exact ? times : number(arguments, "at-least", arguments.containsKey("at-most") ? 0 : 1);
        try {
            new Verification(arguments.getString("command"), pattern, least, most)
                    .failure(journal.entries())
                    .ifPresent(failure -> {
                        throw new CommandException(failure);
                    });
        } catch (RepliesException e) {
            throw new CommandException("'arguments': " + e.problems().get(0));
        }
    }

    private static long number(JsonObject arguments, String name, long absent) {
        OptionalLong number = JsonValues.asInt64(arguments.get(name));
        return number.isPresent() ? Math.max(0, number.getAsLong()) : absent;
    }
}
