package dev.qmp.cli.schema;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** {@code qmp schema}. */
public final class SchemaCommand {
    private static final List<String> ACTIONS = List.of("check", "introspect", "diff", "generate", "doc");

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
        try {
            if (arguments.contains("--help") || arguments.contains("-h")) {
                Help.print(Help.path("schema", arguments));
                return ExitStatus.DONE;
            }
            List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
            if (action.equals("generate")) {
                return GenerateCommand.run(rest);
            }
            if (action.equals("doc")) {
                return DocCommand.run(rest);
            }
            Parsed parsed = Parsed.of(rest);
            return switch (action) {
                case "check" -> check(parsed);
                case "introspect" -> introspect(parsed);
                case "" -> throw new UsageException("say what to do: check, introspect, diff, generate or doc");
                default -> throw new UsageException("'" + action + "' is none of " + String.join(", ", ACTIONS));
            };
        } catch (UsageException e) {
            ErrorLine.print(
                    "qmp schema: " + e.withHelp(ACTIONS.contains(action) ? "qmp schema " + action : "qmp schema"));
            return ExitStatus.USAGE;
        } catch (IOException e) {
            ErrorLine.print("qmp schema: " + e.getMessage());
            return ExitStatus.FAILED;
        }
    }

    private static int check(Parsed parsed) {
        parsed.refuse("check", parsed.unmask, "--unmask");
        parsed.refuse("check", parsed.pretty, "--pretty");
        if (parsed.files.isEmpty()) {
            throw new UsageException("check needs a schema file");
        }
        boolean good = true;
        for (SchemaSource file : parsed.files) {
            CheckResult result = parsed.compiler().check(List.of(file), parsed.allErrors);
            System.err.print(result.format());
            good &= result.isGood();
        }
        return good ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private static int introspect(Parsed parsed) throws IOException {
        parsed.refuse("introspect", parsed.allErrors, "--all-errors");
        if (parsed.files.size() != 1) {
            throw new UsageException("introspect needs one schema file, not " + parsed.files.size());
        }
        CheckResult result = parsed.compiler().check(parsed.files, false);
        System.err.print(result.format());
        if (!result.isGood()) {
            return ExitStatus.FAILED;
        }
        JsonMessageWriter writer =
                parsed.pretty ? JsonMessageWriter.pretty(LineEnd.LF) : JsonMessageWriter.compact(LineEnd.LF);
        writer.value(Introspection.of(
                        result.schema().orElseThrow(), IntrospectionOptions.DEFAULT.withUnmask(parsed.unmask)))
                .endMessage();
        ByteBuffer bytes = writer.view();
        System.out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        System.out.flush();
        return System.out.checkError() ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    /** The command line behind the action. */
    private static final class Parsed {
        private final List<SchemaSource> files = new ArrayList<>();
        private final SchemaOptions options = new SchemaOptions();
        private boolean allErrors;
        private boolean unmask;
        private boolean pretty;

        static Parsed of(List<String> arguments) {
            Parsed parsed = new Parsed();
            Iterator<String> rest = arguments.iterator();
            while (rest.hasNext()) {
                String argument = rest.next();
                if (!parsed.options.take(argument, () -> rest.hasNext() ? rest.next() : null)) {
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
                    files.add(SchemaSource.file(path(argument)));
                }
            }
        }

        private static Path path(String argument) {
            try {
                return Path.of(argument);
            } catch (InvalidPathException e) {
                throw new UsageException("'" + argument + "' is no file name: " + e.getReason());
            }
        }

        private void refuse(String action, boolean given, String option) {
            if (given) {
                throw new UsageException(action + " has no option " + option);
            }
        }

        private SchemaCompiler compiler() {
            return SchemaCompiler.create().withDocs(options.docs()).withConfiguration(options.configuration());
        }
    }
}
