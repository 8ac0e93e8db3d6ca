package dev.qmp.monitor.internal.human;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names of commands on the human monitor: their own, also with {@code _} for {@code -}, and short ones for a few.
 *
 * <p>Thread: immutable.
 */
final class CommandNames {
    static final String HELP = "help";
    static final String HELP_SHORT = "?";
    static final String INFO = "info";

    private static final Map<String, String> SHORT = Map.of("quit", "q", "stop", "s", "cont", "c");
    private static final String QUERY = "query-";
    /** What belongs to the other kind of monitor. */
    private static final String NEGOTIATION = "qmp_capabilities";

    private final Schema schema;

    CommandNames(Schema schema) {
        this.schema = schema;
    }

    /** Returns the command of a name, or null. */
    @Nullable
    Command find(String name) {
        String full = name;
        for (Map.Entry<String, String> alias : SHORT.entrySet()) {
            if (alias.getValue().equals(name)) {
                full = alias.getKey();
            }
        }
        if (full.equals(NEGOTIATION)) {
            return null;
        }
        return schema.command(full)
                .or(() -> schema.command(name.replace('_', '-')))
                .orElse(null);
    }

    /** Returns the command that {@code info NAME} runs, or null. */
    @Nullable
    Command findInfo(String name) {
        return find(QUERY + name);
    }

    /** Returns a command's name, with its short form. */
    static String title(Command command) {
        String alias = SHORT.get(command.name());
        return alias == null ? command.name() : command.name() + "|" + alias;
    }

    /** Returns the name of a command in {@code info NAME}. */
    static String infoName(Command command) {
        return command.name().substring(QUERY.length());
    }

    /** Returns all commands in the order of their names. */
    List<Command> commands() {
        List<Command> commands = new ArrayList<>(schema.commands());
        commands.removeIf(command -> command.name().equals(NEGOTIATION));
        commands.sort(Comparator.comparing(Command::name));
        return commands;
    }

    /** Returns the commands that {@code info} can run, in the order of their names. */
    List<Command> infoCommands() {
        List<Command> commands = commands();
        commands.removeIf(command -> !command.name().startsWith(QUERY));
        return commands;
    }

    /** Returns all that a line may begin with, sorted. */
    Collection<String> all() {
        Collection<String> names = new TreeSet<>(List.of(HELP, HELP_SHORT, INFO));
        for (Command command : commands()) {
            names.add(command.name());
            String alias = SHORT.get(command.name());
            if (alias != null) {
                names.add(alias);
            }
        }
        return names;
    }

    /** Returns all that {@code info} knows, sorted. */
    Collection<String> allInfo() {
        Collection<String> names = new TreeSet<>();
        for (Command command : infoCommands()) {
            names.add(infoName(command));
        }
        return names;
    }
}
