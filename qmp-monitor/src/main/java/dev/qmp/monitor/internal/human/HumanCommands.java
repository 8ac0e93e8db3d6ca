package dev.qmp.monitor.internal.human;

import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.RequestRules;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.ArgumentException;
import dev.qmp.qapi.ArgumentReader;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.UnionType;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Understands lines as commands of a schema.
 *
 * <p>Thread: immutable.
 */
public final class HumanCommands implements Completer {
    private final Schema schema;
    private final CommandNames names;
    private final ArgumentReader reader;

    /** Knows the commands of a schema. */
    public HumanCommands(Schema schema) {
        this.schema = schema;
        this.names = new CommandNames(schema);
        this.reader = ArgumentReader.of(schema);
    }

    /** Returns what a line comes to. */
    public Outcome interpret(String line) {
        int start = skipSpace(line, 0);
        if (start == line.length()) {
            return new Outcome.Text("");
        }
        int end = nameEnd(line, start);
        String name = line.substring(start, end);
        String rest = line.substring(end);
        switch (name) {
            case CommandNames.HELP, CommandNames.HELP_SHORT -> {
                return new Outcome.Text(help(rest));
            }
            case CommandNames.INFO -> {
                return info(rest);
            }
            default -> {
                Command command = names.find(name);
                return command == null
                        ? unknown(name)
                        : call(command, CommandNames.title(command), command.name(), rest);
            }
        }
    }

    private Outcome info(String line) {
        int start = skipSpace(line, 0);
        if (start == line.length()) {
            return new Outcome.Text(listInfo());
        }
        int end = nameEnd(line, start);
        String name = line.substring(start, end);
        Command command = names.findInfo(name);
        if (command == null) {
            return unknown("info " + name);
        }
        String known = CommandNames.infoName(command);
        return call(command, known, "info " + known, line.substring(end));
    }

    private static Outcome unknown(String name) {
        return new Outcome.Text("unknown command: '" + name + "'\n");
    }

    private Outcome call(Command command, String title, String helpName, String rest) {
        boolean takesNone = command.argumentType().allMembers().isEmpty()
                && !(command.argumentType() instanceof UnionType)
                && command.gen();
        if (takesNone && skipSpace(rest, 0) < rest.length()) {
            return new Outcome.Text(title + ": extraneous characters at the end of line\nTry \"help " + helpName
                    + "\" for more information\n");
        }
        JsonObject arguments;
        try {
            arguments = reader.read(command, ArgumentReader.words(rest));
        } catch (ArgumentException e) {
            return new Outcome.Text(error(String.valueOf(e.getMessage())));
        }
        JsonObjectBuilder envelope = JsonValues.object().add("execute", command.name());
        return new Outcome.Call(Request.of(envelope.add("arguments", arguments).build(), RequestRules.IN_BAND_ONLY));
    }

    /** Returns the text of a reply, empty or ending in a line feed. */
    public static String text(Request request, Reply reply) {
        if (reply instanceof Reply.Failure failure) {
            return error(failure.error().description());
        }
        if (reply instanceof Reply.Success success) {
            String classic = ClassicInfo.text(request.command(), success.value());
            return classic == null ? ValueText.of(success.value()) : classic;
        }
        return "";
    }

    private static String error(String description) {
        return "Error: " + description + "\n";
    }

    private String help(String line) {
        List<String> words = tokens(line);
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

    private String listInfo() {
        HelpText text = new HelpText(schema.configuration());
        for (Command command : names.infoCommands()) {
            infoLine(text, command);
        }
        return text.toString();
    }

    @Override
    public Completion complete(String beginning) {
        List<String> words = tokens(beginning);
        if (words.isEmpty() || isSpace(beginning.charAt(beginning.length() - 1))) {
            words.add("");
        }
        String begun = words.remove(words.size() - 1);
        List<String> found = new ArrayList<>();
        for (String candidate : candidates(words, begun)) {
            if (candidate.startsWith(begun)) {
                found.add(candidate);
            }
        }
        return new Completion(begun.length(), found);
    }

    private Collection<String> candidates(List<String> words, String begun) {
        if (words.isEmpty()) {
            return names.all();
        }
        String first = words.get(0);
        boolean isHelp = first.equals(CommandNames.HELP) || first.equals(CommandNames.HELP_SHORT);
        if (isHelp && words.size() == 1) {
            return names.all();
        }
        boolean isInfo = first.equals(CommandNames.INFO);
        if (isInfo && words.size() == 1) {
            return names.allInfo();
        }
        if (isHelp) {
            return words.size() == 2 && words.get(1).equals(CommandNames.INFO) ? names.allInfo() : List.of();
        }
        @Nullable Command command = isInfo ? names.findInfo(words.get(1)) : names.find(first);
        return command == null
                ? List.of()
                : reader.candidates(command, words.subList(isInfo ? 2 : 1, words.size()), begun);
    }

    private static List<String> tokens(String line) {
        List<String> tokens = new ArrayList<>();
        int at = skipSpace(line, 0);
        while (at < line.length()) {
            int end = at;
            while (end < line.length() && !isSpace(line.charAt(end))) {
                end++;
            }
            tokens.add(line.substring(at, end));
            at = skipSpace(line, end);
        }
        return tokens;
    }

    private static int nameEnd(String line, int start) {
        int end = start;
        while (end < line.length() && !isSpace(line.charAt(end)) && line.charAt(end) != '/') {
            end++;
        }
        return end;
    }

    private static int skipSpace(String line, int from) {
        int at = from;
        while (at < line.length() && isSpace(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
