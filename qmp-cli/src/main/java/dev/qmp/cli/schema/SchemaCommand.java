package dev.qmp.cli.schema;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.commandline.Suggestions;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.StandardOutput;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import dev.qmp.qapi.replies.Replies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code qmp schema}. */
public final class SchemaCommand {
    private static final List<String> ACTIONS = List.of("check", "introspect", "diff", "generate", "doc", "replies");

    private SchemaCommand() {}

    /**
     * Checks, introspects, compares, generates or documents.
     *
     * @param arguments the command line after {@code schema}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        String action = arguments.isEmpty() ? "" : arguments.get(0);
        if (action.equals("diff")) {
            return DiffCommand.run(arguments.subList(1, arguments.size()));
        }
        return ExitStatus.of(ACTIONS.contains(action) ? "schema " + action : "schema", () -> run(action, arguments));
    }

    private static int run(String action, List<String> arguments) throws IOException {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            Help.print(Help.path("schema", arguments));
            return ExitStatus.DONE;
        }
        if (!ACTIONS.contains(action)) {
            throw new UsageException(
                    action.isEmpty()
                            ? "an action is needed: check, introspect, diff, generate, doc or replies"
                            : "unknown action " + Suggestions.named(action, ACTIONS));
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (action) {
            case "generate" -> Generation.java(rest);
            case "doc" -> Generation.manual(rest);
            case "check" -> check(Parsed.of(rest));
            case "replies" -> replies(rest);
            default -> introspect(Parsed.of(rest));
        };
    }

    private static int check(Parsed parsed) {
        parsed.refuse("check", parsed.unmask, "--unmask");
        parsed.refuse("check", parsed.pretty, "--pretty");
        if (parsed.files.isEmpty()) {
            throw new UsageException("check needs a schema file");
        }
        boolean good = true;
        for (SchemaSource file : parsed.files) {
            good &= parsed.options.check(file, parsed.allErrors).isGood();
        }
        return good ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private static int introspect(Parsed parsed) {
        parsed.refuse("introspect", parsed.allErrors, "--all-errors");
        if (parsed.files.size() != 1) {
            throw new UsageException("introspect needs one schema file, not " + parsed.files.size());
        }
        Optional<Schema> schema = parsed.options.compile(parsed.files.get(0)).schema();
        if (schema.isEmpty()) {
            return ExitStatus.FAILED;
        }
        IntrospectionOptions options = IntrospectionOptions.DEFAULT.withUnmask(parsed.unmask);
        StandardOutput.json(Introspection.of(schema.get(), options), parsed.pretty);
        return ExitStatus.DONE;
    }

    private static int replies(List<String> rest) {
        if (!rest.isEmpty()) {
            throw new UsageException("replies takes no argument, such as '" + rest.get(0) + "'");
        }
        System.out.print(Replies.jsonSchema());
        return ExitStatus.DONE;
    }

    /** The command line after the action. */
    private static final class Parsed {
        private final List<SchemaSource> files = new ArrayList<>();
        private final SchemaOptions options = new SchemaOptions();
        private boolean allErrors;
        private boolean unmask;
        private boolean pretty;

        static Parsed of(List<String> arguments) {
            Parsed parsed = new Parsed();
            OptionReader rest = new OptionReader(arguments);
            while (rest.hasNext()) {
                String argument = rest.next();
                if (!parsed.options.take(argument, rest)) {
                    parsed.take(argument);
                }
            }
            return parsed;
        }

        private void take(String argument) {
            switch (argument) {
                case "--all-errors" -> allErrors = true;
                case "--unmask" -> unmask = true;
                case "--pretty" -> pretty = true;
                default -> {
                    if (argument.startsWith("-")) {
                        throw new UsageException("unknown option " + Help.suggestion("schema", argument));
                    }
                    files.add(SchemaSource.file(OptionReader.path(argument)));
                }
            }
        }

        private void refuse(String action, boolean given, String option) {
            if (given) {
                throw new UsageException(action + " has no option " + option);
            }
        }
    }
}
