package dev.qmp.cli.serve;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.SourceInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The options {@code --schema}, {@code --schema-add} and {@code --replies}. */
final class SchemaFiles {
    private SchemaFiles() {}

    static void apply(ServeOptions options, CommandTable.Builder table) {
        table.docs(options.schemaOptions().docs())
                .configuration(options.schemaOptions().configuration())
                .notices(line -> ErrorLine.print("qmp serve: " + line));
        for (String file : options.schemas()) {
            table.replaceSchema(SchemaSource.file(OptionReader.path(file)));
        }
        if (options.schemaFrom() != null) {
            if (!options.schemas().isEmpty() || !options.addedSchemas().isEmpty()) {
                throw new UsageException("--schema-from cannot be combined with --schema or --schema-add");
            }
            table.replaceSchema(SchemaFrom.read(options.schemaFrom()));
        }
        for (String file : options.addedSchemas()) {
            table.addSchema(SchemaSource.file(OptionReader.path(file)));
        }
        RepliesFile replies = options.replies();
        if (replies != null) {
            table.replies(replies.read());
        }
    }

    /** Returns the lines to print about schemas that are refused, with a hint if {@code --docs} would help. */
    static List<String> refusal(ServeOptions options, SchemaException refused) {
        List<String> lines = new ArrayList<>();
        for (Diagnostic fault : refused.diagnostics()) {
            // Without a place it is about a file's name, whatever characters that has.
            Stream<String> text = fault.source().equals(SourceInfo.NONE)
                    ? Stream.of(fault.format())
                    : fault.format().lines();
            text.forEach(line -> lines.add("qmp serve: " + line));
        }
        Stream.concat(options.schemas().stream(), options.addedSchemas().stream())
                .map(file -> options.schemaOptions().hint(SchemaSource.file(Path.of(file))))
                .filter(hint -> !hint.isEmpty())
                .forEach(hint -> lines.add("qmp serve: " + hint));
        return lines;
    }
}
