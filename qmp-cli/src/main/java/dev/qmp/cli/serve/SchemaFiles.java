package dev.qmp.cli.serve;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.SourceInfo;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The options {@code --schema}, {@code --schema-add} and {@code --replies}. */
final class SchemaFiles {
    private static final int MOST_REPLIES = 64 << 20;

    private SchemaFiles() {}

    static void apply(ServeOptions options, CommandTable.Builder table) {
        table.docs(options.schemaOptions().docs())
                .configuration(options.schemaOptions().configuration())
                .notices(line -> ErrorLine.print("qmp serve: " + line));
        for (String file : options.schemas()) {
            table.replaceSchema(SchemaSource.file(OptionReader.path(file)));
        }
        for (String file : options.addedSchemas()) {
            table.addSchema(SchemaSource.file(OptionReader.path(file)));
        }
        String replies = options.replies();
        if (replies != null) {
            table.replies(readReplies(replies));
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

    private static JsonValue readReplies(String file) {
        byte[] text;
        try (InputStream in = Files.newInputStream(OptionReader.path(file))) {
            text = in.readNBytes(MOST_REPLIES + 1);
        } catch (IOException e) {
            throw new FailedException("--replies " + file + ": " + IoErrors.reason(e));
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

    /** Returns the line and column of a byte, both from 1. */
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
}
