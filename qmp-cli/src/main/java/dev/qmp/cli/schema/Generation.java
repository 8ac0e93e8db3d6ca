package dev.qmp.cli.schema;

import dev.qmp.cli.client.SchemaInput;
import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code qmp schema generate} and {@code doc}: writes files that are made from a schema.
 *
 * <p>Thread: confined to one thread.
 */
final class Generation {
    private final String action;
    private final List<String> own;
    private final SchemaOptions reading = new SchemaOptions();
    private final Map<String, String> options = new LinkedHashMap<>();
    private @Nullable Path file;
    private @Nullable Path folder;

    private Generation(String action, List<String> own) {
        this.action = action;
        this.own = own;
    }

    /**
     * Reads a command line.
     *
     * @param action {@code generate} or {@code doc}
     * @param arguments the command line after the action
     * @param own the options of this action alone; each takes an argument
     */
    private static Generation of(String action, List<String> arguments, String... own) {
        Generation generation = new Generation(action, List.of(own));
        OptionReader rest = new OptionReader(arguments);
        while (rest.hasNext()) {
            String argument = rest.next();
            if (!generation.reading.take(argument, rest)) {
                generation.take(argument, rest);
            }
        }
        if (generation.file == null) {
            throw new UsageException(action + " needs a schema file");
        }
        return generation;
    }

    /** Runs {@code qmp schema doc}. */
    static int manual(List<String> arguments) {
        Generation generation = of("doc", arguments, "--title", "--against");
        String older = generation.options.get("against");
        if (older != null && SchemaInput.file(older) == null) {
            generation.options.put(
                    "against", JsonValues.toText(SchemaInput.usual().ask(older)));
            generation.options.put("against-name", older);
        }
        return generation.run("manual");
    }

    /** Runs {@code qmp schema generate}. */
    static int java(List<String> arguments) {
        Generation generation = of("generate", arguments, "--lang", "--package", "--side", "--prefix", "--resource");
        // Selects the generator, which gets all the other options.
        String language = generation.options.remove("lang");
        if (language == null) {
            throw new UsageException("generate needs --lang");
        }
        if (!language.equals("java")) {
            throw new UsageException("--lang: '" + language + "' is not supported; the only language is java");
        }
        return generation.run(language);
    }

    private void take(String argument, OptionReader rest) {
        if (own.contains(argument)) {
            options.put(argument.substring(2), rest.argument(argument));
        } else if (argument.equals("-o")) {
            folder = OptionReader.path(rest.argument(argument));
        } else if (argument.startsWith("-")) {
            throw new UsageException("unknown option " + Help.suggestion("schema", argument));
        } else if (file != null) {
            throw new UsageException(action + " needs one schema file, and '" + argument + "' is a second one");
        } else {
            file = OptionReader.path(argument);
        }
    }

    /** Runs a generator. */
    private int run(String generator) {
        if (file == null || folder == null) {
            throw new UsageException(action + " needs a directory to write to, -o");
        }
        Optional<Schema> schema = reading.compile(SchemaSource.file(file)).schema();
        if (schema.isEmpty()) {
            return ExitStatus.FAILED;
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new FailedException("cannot write " + folder + ": Not a directory");
        }
        try {
            SchemaGenerator.named(generator).generate(schema.get(), options, folder);
        } catch (SchemaException e) {
            throw new FailedException(SchemaInput.lastLine(e.diagnostics().get(0)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            String place = e instanceof FileSystemException ? "" : folder + ": ";
            throw new FailedException("cannot write " + place + IoErrors.line(e));
        }
        return ExitStatus.DONE;
    }
}
