package dev.qmp.qapi.tool;

import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Runs a {@link SchemaGenerator} from a build: a main class that needs nothing but this module and what it requires. */
public final class GenerateMain {
    private static final String USAGE =
            "expected: GENERATOR SCHEMA-FILE OUTPUT-FOLDER [docs=strict|warn|off] [define=NAME]..."
                    + " [with=SCHEMA-FILE]... [OPTION=VALUE]...";

    private GenerateMain() {}

    /**
     * Compiles a schema and generates.
     *
     * @param arguments the generator's name, such as {@code java}; the schema's root file; the folder to write to; then
     *     {@code docs=}{@link DocsMode}, {@code define=}NAME (repeatable: names that are true in conditions; without any, every
     *     condition holds), {@code with=}FILE (repeatable: a further schema with which it is composed), and the generator's own
     *     options
     * @throws IOException if writing fails
     * @throws SchemaException if the schema is refused; the message is that of QEMU's generator
     * @throws IllegalArgumentException if an argument is wrong
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            throw new IllegalArgumentException(USAGE);
        }
        SchemaGenerator generator = SchemaGenerator.named(arguments[0]);
        DocsMode docs = DocsMode.STRICT;
        Set<String> names = new HashSet<>();
        List<SchemaSource> sources = new ArrayList<>();
        sources.add(SchemaSource.file(Path.of(arguments[1])));
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 3; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + arguments[i] + "' is not of the form OPTION=VALUE");
            }
            String value = arguments[i].substring(equals + 1);
            switch (arguments[i].substring(0, equals)) {
                case "docs" -> docs = docs(value);
                case "define" -> names.add(value);
                case "with" -> sources.add(SchemaSource.file(Path.of(value)));
                default -> options.put(arguments[i].substring(0, equals), value);
            }
        }
        Schema schema = SchemaCompiler.create()
                .withDocs(docs)
                .withConfiguration(names.isEmpty() ? Configuration.all() : Configuration.of(names))
                .compile(sources);
        generator.generate(schema, options, Path.of(arguments[2]));
    }

    private static DocsMode docs(String value) {
        return switch (value) {
            case "strict", "warn", "off" -> DocsMode.valueOf(value.toUpperCase(Locale.ROOT));
            default -> throw new IllegalArgumentException("docs: '" + value + "' is not one of strict, warn, off");
        };
    }
}
