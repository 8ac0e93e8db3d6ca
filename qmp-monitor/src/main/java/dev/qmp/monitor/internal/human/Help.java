package dev.qmp.monitor.internal.human;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import java.util.List;

/**
 * Answers requests for help.
 *
 * <p>Thread: immutable.
 */
final class Help {
    private final Schema schema;
    private final CommandNames names;

    /** Explains the commands of a schema that has its documentation. */
    Help(Schema schema) {
        this.schema = schema;
        this.names = new CommandNames(schema);
    }

    /** Answers {@code help} with the words after it. */
    String answer(List<String> words) {
        if (words.isEmpty()) {
            return listAll();
        }
        String name = words.get(0);
        if (name.equals(CommandNames.INFO)) {
            return words.size() == 1 ? listInfo() : helpInfo(words.get(1));
        }
        HelpText text = new HelpText(schema.configuration());
        if (name.equals(CommandNames.HELP) || name.equals(CommandNames.HELP_SHORT)) {
            return helpLine(text).toString();
        }
        Command command = names.find(name);
        return command == null
                ? "unknown command: '" + name + "'\n"
                : text.line(CommandNames.title(command), command)
                        .arguments(command)
                        .toString();
    }

    private String helpInfo(String name) {
        Command command = names.findInfo(name);
        return command == null
                ? "unknown command: 'info " + name + "'\n"
                : infoLine(new HelpText(schema.configuration()), command)
                        .arguments(command)
                        .toString();
    }

    private static HelpText helpLine(HelpText text) {
        return text.line("help|?", "[command]", "list the commands, or explain one");
    }

    private static HelpText infoLine(HelpText text, Command command) {
        return text.line("info " + CommandNames.infoName(command), command);
    }

    private String listAll() {
        HelpText text = new HelpText(schema.configuration());
        for (Command command : names.commands()) {
            text.line(CommandNames.title(command), command);
        }
        helpLine(text);
        return text.line("info", "[name]", "list what can be asked for, or ask").toString();
    }

    /** Answers {@code info}. */
    String listInfo() {
        HelpText text = new HelpText(schema.configuration());
        for (Command command : names.infoCommands()) {
            infoLine(text, command);
        }
        return text.toString();
    }
}
