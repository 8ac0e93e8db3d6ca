package dev.qmp.qapi.internal.manual;

import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the version that a manual is compared with: a schema, or the introspection of a server. */
final class Older {
    private Older() {}

    static Schema read(Path file, Configuration configuration) throws IOException {
        if (Files.isRegularFile(file)) {
            byte[] bytes = Files.readAllBytes(file);
            String start = new String(bytes, StandardCharsets.ISO_8859_1).stripLeading();
            if (start.startsWith("[") || start.startsWith("{\"return\"") || start.startsWith("{ \"return\"")) {
                return introspection(file.toString(), bytes);
            }
        }
        return SchemaCompiler.create()
                .withDocs(DocsMode.OFF)
                .withConfiguration(configuration)
                .compile(SchemaSource.file(file));
    }

    /** Reads what a server said about itself. */
    static Schema introspection(String name, byte[] bytes) {
        try {
            JsonValue value = JsonText.parse(bytes);
            if ((value instanceof JsonObject reply ? reply.get("return") : value) instanceof JsonArray list) {
                return Introspection.toSchema(list);
            }
        } catch (JsonParseException e) {
            throw refused(name, e.getMessage());
        } catch (SchemaException e) {
            throw refused(name, e.diagnostics().get(0).message());
        }
        throw refused(name, "introspection is not an array");
    }

    private static SchemaException refused(String name, @Nullable String why) {
        return new SchemaException(List.of(Diagnostic.error(SourceInfo.NONE, 0, name + ": " + why)));
    }
}
