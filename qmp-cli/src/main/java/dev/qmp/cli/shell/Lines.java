package dev.qmp.cli.shell;

import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import java.util.ArrayList;
import java.util.List;

/** Where a command ends in a text of several lines. Thread: stateless. */
final class Lines {
    private Lines() {}

    /** Returns whether a quote or bracket is open at the end, so that the next line belongs to it. */
    static boolean isOpen(String line) {
        try {
            ArgumentReader.words(line);
            return false;
        } catch (ArgumentException e) {
            return String.valueOf(e.getMessage()).startsWith("the line ends within");
        }
    }

    /** Splits what was typed or pasted: a command is one line, and more while a quote or bracket is open. */
    static List<String> commands(String text) {
        List<String> commands = new ArrayList<>();
        String open = null;
        for (String line : text.split("\\R", -1)) {
            String whole = open == null ? line : open + "\n" + line;
            open = isOpen(whole) ? whole : null;
            if (open == null) {
                commands.add(whole);
            }
        }
        if (open != null) {
            commands.add(open);
        }
        return commands;
    }
}
