package dev.qmp.chardev.internal.mux;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Finds the escape character of a multiplexer in its input. Specification: {@code chardev-mux-escape}.
 *
 * <p>Thread: confined to the main loop.
 */
final class EscapeFilter {
    /** The meanings of the character after the escape. Thread: immutable. */
    enum Command {
        /** Show this list. */
        HELP,
        /** End the program. */
        TERMINATE,
        /** Commit changes of disks. */
        COMMIT,
        /** Send a break to the front end with the focus. */
        BREAK,
        /** Move the focus to the next front end. */
        NEXT,
        /** Turn times at the start of lines on or off. */
        TIMESTAMPS
    }

    private static final String[] HELP = {
        "%s h    print this help\n\r",
        "%s x    exit emulator\n\r",
        "%s s    save disk data back to file (if -snapshot)\n\r",
        "%s t    toggle console timestamps\n\r",
        "%s b    send break (magic sysrq)\n\r",
        "%s c    switch between console and monitor\n\r",
        "%s %s  sends %s\n\r"
    };

    private final int escape;
    private boolean escaped;

    EscapeFilter(int escape) {
        this.escape = escape;
    }

    /** Takes a byte; returns it if it is data, else -1. */
    int next(int value, Consumer<Command> commands) {
        if (!escaped) {
            escaped = value == escape;
            return escaped ? -1 : value;
        }
        escaped = false;
        if (value == escape) {
            return value;
        }
        switch (value) {
            case '?', 'h' -> commands.accept(Command.HELP);
            case 'x' -> commands.accept(Command.TERMINATE);
            case 's' -> commands.accept(Command.COMMIT);
            case 'b' -> commands.accept(Command.BREAK);
            case 'c' -> commands.accept(Command.NEXT);
            case 't' -> commands.accept(Command.TIMESTAMPS);
            default -> {
                return -1;
            }
        }
        return -1;
    }

    String help() {
        boolean control = escape > 0 && escape < 26;
        String name = control ? "C-" + (char) ('a' - 1 + escape) : "Escape-Char";
        StringBuilder text = new StringBuilder("\n\r");
        if (!control) {
            text.append(String.format(Locale.ROOT, "Escape-Char set to Ascii: 0x%02x\n\r\n\r", escape));
        }
        for (String line : HELP) {
            text.append(line.replace("%s", name));
        }
        return text.toString();
    }
}
