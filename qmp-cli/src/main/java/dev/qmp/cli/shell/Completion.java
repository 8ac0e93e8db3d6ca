package dev.qmp.cli.shell;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds completions for the word being typed. */
final class Completion {
    /** The words of the shell itself. */
    private static final List<String> OWN_WORDS = List.of("help", "hmp", "oob", "exit", "transaction(");

    private Completion() {}

    /**
     * Finds candidates for a word of a line of the shell.
     *
     * @param schema the server's schema
     * @param words the complete words before it
     * @param begun the part of the word before the cursor
     * @return whole words; one that ends with an equals sign or a dot is incomplete
     */
    static List<String> ofLine(Schema schema, List<String> words, String begun) {
        if (words.isEmpty()) {
            List<String> names = new ArrayList<>(beginning(OWN_WORDS, begun));
            names.addAll(ofRequest(schema, words, begun, false));
            return names;
        }
        return switch (words.get(0)) {
            case "help" -> beginning(described(schema), begun);
            case "oob" -> ofRequest(schema, words.subList(1, words.size()), begun, true);
            default -> ofRequest(schema, words, begun, false);
        };
    }

    /**
     * Finds candidates for a word of a request.
     *
     * @param schema the server's schema
     * @param words the command's name and the arguments before the word; none if the name is being typed
     * @param begun the part of the word before the cursor
     * @param outOfBand whether to find only commands that may run out of band
     * @return whole words; one that ends with an equals sign or a dot is incomplete
     */
    static List<String> ofRequest(Schema schema, List<String> words, String begun, boolean outOfBand) {
        if (words.isEmpty()) {
            return beginning(
                    schema.commands().stream()
                            .filter(command -> !outOfBand || command.allowOob())
                            .map(Command::name)
                            .toList(),
                    begun);
        }
        Optional<Command> command = schema.command(words.get(0));
        if (command.isEmpty()) {
            return List.of();
        }
        try {
            return ArgumentReader.of(schema).candidates(command.get(), words.subList(1, words.size()), begun);
        } catch (ArgumentException e) {
            return List.of();
        }
    }

    private static List<String> described(Schema schema) {
        return Stream.concat(
                        schema.commands().stream().map(Command::name),
                        schema.events().stream().map(Event::name))
                .toList();
    }

    private static List<String> beginning(List<String> names, String begun) {
        return names.stream().filter(name -> name.startsWith(begun)).toList();
    }
}
