package dev.qmp.cli.schema;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.qapi.CheckResult;
import dev.qmp.qapi.SchemaCompiler;
import dev.qmp.qapi.SchemaGenerator;
import dev.qmp.qapi.SchemaSource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code qmp schema doc}.
 *
 * <p>Thread: confined to one thread.
 */
final class DocCommand {
    private final SchemaOptions reading = new SchemaOptions();
    private final Map<String, String> options = new LinkedHashMap<>();
    private @Nullable Path file;
    private @Nullable Path folder;

    private DocCommand() {}

    /** Writes the manual; the arguments are those behind the word. */
    static int run(List<String> arguments) throws IOException {
        DocCommand command = new DocCommand();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (!command.reading.take(argument, () -> rest.hasNext() ? rest.next() : null)) {
                command.take(argument, rest);
            }
        }
        return command.write();
    }

    private void take(String argument, Iterator<String> rest) {
        switch (argument) {
            case "-o" -> folder = path(value(argument, rest));
            case "--title" -> options.put("title", value(argument, rest));
            default -> {
                if (argument.startsWith("-")) {
                    throw new UsageException("unknown option " + Help.suggestion("schema", argument));
                }
                if (file != null) {
                    throw new UsageException("doc needs one schema file, and '" + argument + "' is a second one");
                }
                file = path(argument);
            }
        }
    }

    private int write() throws IOException {
        if (file == null) {
            throw new UsageException("doc needs a schema file");
        }
        if (folder == null) {
            throw new UsageException("doc needs a folder to write to, -o");
        }
        CheckResult result = SchemaCompiler.create()
                .withDocs(reading.docs())
                .withConfiguration(reading.configuration())
                .check(List.of(SchemaSource.file(file)), false);
        System.err.print(result.format());
        if (!result.isGood()) {
            return ExitStatus.FAILED;
        }
        try {
            SchemaGenerator.named("manual").generate(result.schema().orElseThrow(), options, folder);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (FileSystemException e) {
            throw new IOException("cannot write " + e.getFile() + ": " + reason(e), e);
        }
        return ExitStatus.DONE;
    }

    private static String reason(FileSystemException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "it is no folder";
        }
        String reason = e.getReason();
        return e instanceof AccessDeniedException || reason == null ? "not allowed" : reason;
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
