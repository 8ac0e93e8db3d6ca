package dev.qmp.cli.serve;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The options {@code --schema}, {@code --schema-add} and {@code --replies}. */
final class SchemaFiles {
    private static final int MOST_REPLIES = 64 << 20;

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
            table.replies(readReplies(replies));
        }
    }

    private static JsonValue readReplies(String file) {
        byte[] text;
        try (InputStream in = Files.newInputStream(path("--replies", file))) {
            text = in.readNBytes(MOST_REPLIES + 1);
        } catch (NoSuchFileException e) {
            throw new UsageException("--replies " + file + ": No such file or directory");
        } catch (IOException e) {
            throw new UsageException("--replies " + file + ": " + e.getMessage());
        }
        if (text.length > MOST_REPLIES) {
            throw new FailedException("--replies " + file + ": larger than " + (MOST_REPLIES >> 20) + " MiB");
        }
        try {
            return JsonText.parse(text);
        } catch (JsonParseException e) {
            throw new FailedException("--replies " + file + ":" + place(text, e.offset()) + ": " + e.getMessage());
        }
    }

    /** Returns line and column of a byte, both from 1 on. */
    private static String place(byte[] text, long offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset && i < text.length; i++) {
            if (text[i] == '\n') {
                line++;
                column = 1;
            } else if ((text[i] & 0xC0) != 0x80) { // a character's first byte
                column++;
            }
        }
        return line + ":" + column;
    }

    private static Path path(String option, String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new UsageException(option + " " + file + ": no file name: " + e.getReason());
        }
    }
}
