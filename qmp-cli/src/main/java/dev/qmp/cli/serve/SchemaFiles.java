package dev.qmp.cli.serve;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.compiler.SchemaCompiler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options {@code --schema}, {@code --schema-add} and {@code --replies}. */
final class SchemaFiles {
    private SchemaFiles() {}

    /** Returns the schema that replaces the built-in declarations, null for none. */
    static @Nullable Schema replacement(ServeOptions options) {
        RepliesFile replies = options.replies();
        if (replies != null) {
            replies.readAhead();
        }
        if (options.schemaFrom() != null) {
            if (!options.schemas().isEmpty() || !options.addedSchemas().isEmpty()) {
                throw new UsageException("--schema-from cannot be combined with --schema or --schema-add");
            }
            return SchemaFrom.read(options.schemaFrom());
        }
        if (options.schemas().isEmpty()) {
            return replies == null || !options.addedSchemas().isEmpty() ? null : replies.schema();
        }
        return SchemaCompiler.create()
                .withDocs(options.schemaOptions().docs())
                .withConfiguration(options.schemaOptions().configuration())
                .compile(Stream.concat(options.schemas().stream(), options.addedSchemas().stream())
                        .map(file -> SchemaSource.file(OptionReader.path(file)))
                        .toList());
    }

    static void apply(ServeOptions options, @Nullable Schema replacement, CommandTable.Builder table) {
        table.docs(options.schemaOptions().docs())
                .configuration(options.schemaOptions().configuration())
                .notices(line -> ErrorLine.print("qmp serve: " + line));
        if (replacement != null) {
            table.replaceSchema(replacement);
        } else {
            options.addedSchemas().forEach(file -> table.addSchema(SchemaSource.file(OptionReader.path(file))));
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
