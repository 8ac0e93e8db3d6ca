package dev.qmp.cli.serve;

import dev.qmp.cli.usage.UsageException;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.SchemaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The options {@code --schema}, {@code --schema-add} and {@code --replies}. */
final class SchemaFiles {
    private SchemaFiles() {}

    static void apply(ServeOptions options, CommandTable.Builder table) {
        table.docs(options.schemaOptions().docs())
                .configuration(options.schemaOptions().configuration());
        for (String file : options.schemas()) {
            table.replaceSchema(SchemaSource.file(path("--schema", file)));
        }
        for (String file : options.addedSchemas()) {
            table.addSchema(SchemaSource.file(path("--schema-add", file)));
        }
        String replies = options.replies();
        if (replies != null) {
            try {
                table.replies(JsonText.parse(Files.readAllBytes(path("--replies", replies))));
            } catch (NoSuchFileException e) {
                throw new UsageException("--replies " + replies + ": No such file or directory");
            } catch (IOException | JsonParseException e) {
                throw new UsageException("--replies " + replies + ": " + e.getMessage());
            }
        }
    }

    private static Path path(String option, String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new UsageException(option + " " + file + ": no file name: " + e.getReason());
        }
    }
}
