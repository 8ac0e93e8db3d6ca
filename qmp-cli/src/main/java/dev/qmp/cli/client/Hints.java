package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Suggestions;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.arguments.ArgumentReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server's schema adds to its errors. Thread: stateless. */
public final class Hints {
    private static final int MOST_VALUES = 20;

    private Hints() {}

    /**
     * Tells whether {@link #of} may know more than the server said.
     *
     * @param reason the error's class and description
     * @return whether it is worth to have the schema
     */
    static boolean mayHelp(String reason) {
        return reason.startsWith("CommandNotFound: The command ") || reason.contains("' does not accept value '");
    }

    /**
     * Returns what to add to an error: the command that may be meant, or the values that a parameter accepts.
     *
     * @param schema what the server says about itself
     * @param command the command's name
     * @param reason the error's class and description
     * @return a text to append; empty if there is nothing to say
     */
    public static String of(Schema schema, String command, String reason) {
        if (reason.startsWith("CommandNotFound: The command ")) {
            return Suggestions.hint(
                    command, schema.commands().stream().map(Command::name).toList());
        }
        Matcher wrong =
                Pattern.compile("Parameter '([^']+)' does not accept value '").matcher(reason);
        Optional<Command> known = schema.command(command);
        if (!wrong.find() || known.isEmpty()) {
            return "";
        }
        String begun = wrong.group(1).replaceAll("\\[([0-9]+)\\]", ".$1") + "=";
        List<String> values = ArgumentReader.of(schema).candidates(known.get(), List.of(), begun).stream()
                .map(word -> word.substring(begun.length()))
                .toList();
        if (values.isEmpty()) {
            return "";
        }
        return "; it accepts " + String.join(", ", values.subList(0, Math.min(MOST_VALUES, values.size())))
                + (values.size() > MOST_VALUES ? ", ..." : "");
    }
}
