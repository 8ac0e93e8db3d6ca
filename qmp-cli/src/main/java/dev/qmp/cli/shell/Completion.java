package dev.qmp.cli.shell;

import dev.qmp.qapi.ArgumentException;
import dev.qmp.qapi.ArgumentReader;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the word that is being typed could become. */
final class Completion {
    private Completion() {}

    /**
     * Finds candidates.
     *
     * @param schema what the server says of itself
     * @param words the finished words before
     * @param begun the word's beginning
     * @return whole words; one that ends with an equals sign or a point wants to be continued
     */
    static List<String> candidates(Schema schema, List<String> words, String begun) {
        boolean outOfBand = !words.isEmpty() && words.get(0).equals("oob");
        boolean help = !words.isEmpty() && words.get(0).equals("help");
        List<String> rest = outOfBand ? words.subList(1, words.size()) : words;
        if (rest.isEmpty() || help) {
            return names(schema, begun, words.isEmpty(), outOfBand, help);
        }
        Optional<Command> command = schema.command(rest.get(0));
        if (command.isEmpty()) {
            return List.of();
        }
        try {
            return ArgumentReader.of(schema).candidates(command.get(), rest.subList(1, rest.size()), begun);
        } catch (ArgumentException e) {
            return List.of();
        }
    }

    private static List<String> names(Schema schema, String begun, boolean first, boolean outOfBand, boolean help) {
        List<String> names = new ArrayList<>();
        if (first) {
            names.addAll(List.of("help", "oob", "exit"));
        }
        for (Command command : schema.commands()) {
            if (!outOfBand || command.allowOob()) {
                names.add(command.name());
            }
        }
        if (help) {
            for (Event event : schema.events()) {
                names.add(event.name());
            }
        }
        names.removeIf(name -> !name.startsWith(begun));
        return names;
    }
}
