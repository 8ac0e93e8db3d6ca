package dev.qmp.cli.schema;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line and the work of what writes files that are made of a schema.
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
     * @param action the word before the arguments
     * @param arguments the arguments
     * @param own the options of that action alone; each has an argument
     */
    static Generation of(String action, List<String> arguments, String... own) {
        Generation generation = new Generation(action, List.of(own));
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (!generation.reading.take(argument, () -> rest.hasNext() ? rest.next() : null)) {
                generation.take(argument, rest);
            }
        }
        if (generation.file == null) {
            throw new UsageException(action + " needs a schema file");
        }
        return generation;
    }

    private void take(String argument, Iterator<String> rest) {
        if (own.contains(argument)) {
            options.put(argument.substring(2), value(argument, rest));
        } else if (argument.equals("-o")) {
            folder = path(value(argument, rest));
        } else if (argument.startsWith("-")) {
            throw new UsageException("unknown option " + Help.suggestion("schema", argument));
        } else if (file != null) {
            throw new UsageException(action + " needs one schema file, and '" + argument + "' is a second one");
        } else {
            file = path(argument);
        }
    }

    /** Takes one of the own options away from those that the generator gets; returns null if it is not given. */
    @Nullable
    String remove(String option) {
        return options.remove(option.substring(2));
    }

    /** Runs a generator. */
    int run(String generator) throws IOException {
        if (file == null || folder == null) {
            throw new UsageException(action + " needs a folder to write to, -o");
        }
        CheckResult result = SchemaCompiler.create()
                .withDocs(reading.docs())
                .withConfiguration(reading.configuration())
                .check(List.of(SchemaSource.file(file)), false);
        System.err.print(result.format());
        if (!result.isGood()) {
            return ExitStatus.FAILED;
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException("cannot write " + folder + ": it is no folder");
        }
        try {
            SchemaGenerator.named(generator).generate(result.schema().orElseThrow(), options, folder);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (FileSystemException e) {
            throw new IOException("cannot write " + e.getFile() + ": " + reason(e), e);
        }
        return ExitStatus.DONE;
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e.getReason();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs an argument");
        }
        return rest.next();
    }

    private static Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new UsageException("'" + argument + "' is no file name: " + e.getReason());
        }
    }
}
