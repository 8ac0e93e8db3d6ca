package dev.qmp.monitor.internal.human;

import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.RequestRules;
import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import dev.qmp.qapi.replies.Replies;
import dev.qmp.qapi.replies.ScriptedReply;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Understands lines as commands of a catalog.
 *
 * <p>Thread: confined to its owner.
 */
public final class HumanCommands implements Completer {
    private final CommandCatalog catalog;
    private final @Nullable Replies script;
    private final CommandNames names;
    private final ArgumentReader reader;
    private @Nullable Help help;

    /** Knows the commands of a table, and the answers of its script. */
    public HumanCommands(CommandTable catalog) {
        this.catalog = catalog;
        this.script = catalog.replies().orElse(null);
        this.names = new CommandNames(catalog.schema());
        this.reader = ArgumentReader.of(catalog.schema());
    }

    /** Returns the help, for which the documentation is read on first use. */
    private Help help() {
        Help known = help;
        if (known == null) {
            known = new Help(catalog.documentedSchema());
            help = known;
        }
        return known;
    }

    /** Returns what a line comes to. */
    public LineResult interpret(String line) {
        int start = skipSpace(line, 0);
        if (start == line.length()) {
            return new LineResult.Text("");
        }
        ScriptedReply scripted = script == null ? null : script.human(line).orElse(null);
        if (scripted != null) {
            return new LineResult.Text(text(scripted));
        }
        int end = nameEnd(line, start);
        String name = line.substring(start, end);
        String rest = line.substring(end);
        switch (name) {
            case CommandNames.HELP, CommandNames.HELP_SHORT -> {
                return new LineResult.Text(help().answer(tokens(rest)));
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

    private LineResult info(String line) {
        int start = skipSpace(line, 0);
        if (start == line.length()) {
            return new LineResult.Text(help().listInfo());
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

    private static LineResult unknown(String name) {
        return new LineResult.Text("unknown command: '" + name + "'\n");
    }

    private LineResult call(Command command, String title, String helpName, String rest) {
        boolean takesNone =
                command.argumentType().allMembers().isEmpty() && !(command.argumentType() instanceof UnionType);
        if (takesNone && skipSpace(rest, 0) < rest.length()) {
            return new LineResult.Text(title + ": extraneous characters at the end of line\nTry \"help " + helpName
                    + "\" for more information\n");
        }
        JsonObject arguments;
        try {
            arguments = reader.read(command, ArgumentReader.words(rest));
        } catch (ArgumentException e) {
            return new LineResult.Text(error(String.valueOf(e.getMessage())));
        }
        JsonObjectBuilder envelope = JsonValues.object().add("execute", command.name());
        return new LineResult.Call(
                Request.of(envelope.add("arguments", arguments).build(), RequestRules.IN_BAND_ONLY));
    }

    /** Returns the text of a reply, empty or ending in a line feed. */
    public static String text(Request request, Reply reply) {
        if (reply instanceof Reply.Faulty faulty) {
            return text(request, faulty.reply());
        }
        if (reply instanceof Reply.Failure failure) {
            return error(failure.error().description());
        }
        if (reply instanceof Reply.Success success) {
            String classic = ClassicInfo.text(request.command(), success.value());
            return classic == null ? ValueText.of(success.value()) : classic;
        }
        return "";
    }

    private static String text(ScriptedReply reply) {
        if (reply.outcome() instanceof ScriptedReply.Failure failure) {
            return error(failure.description());
        }
        String text = String.valueOf(JsonValues.text(((ScriptedReply.Result) reply.outcome()).value()));
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static String error(String description) {
        return "Error: " + description + "\n";
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
