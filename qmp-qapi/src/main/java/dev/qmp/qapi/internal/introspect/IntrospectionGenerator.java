package dev.qmp.qapi.internal.introspect;

import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes what {@code query-qmp-schema} returns to the file {@code query-qmp-schema.json}. Options, each {@code on} or
 * {@code off}: {@code unmask} keeps the names of types, {@code pretty} puts members on lines of their own.
 *
 * <p>Thread: immutable.
 */
public final class IntrospectionGenerator implements SchemaGenerator {
    /** Makes the generator. */
    public IntrospectionGenerator() {}

    @Override
    public String name() {
        return "introspection";
    }

    @Override
    public void generate(Schema schema, Map<String, String> options, Path outputDir) throws IOException {
        boolean unmask = false;
        boolean pretty = false;
        for (Map.Entry<String, String> option : options.entrySet()) {
            switch (option.getKey()) {
                case "unmask" -> unmask = isOn(option);
                case "pretty" -> pretty = isOn(option);
                default -> throw new IllegalArgumentException("unknown option '" + option.getKey() + "'");
            }
        }
        JsonMessageWriter writer =
                pretty ? JsonMessageWriter.pretty(LineEnd.LF) : JsonMessageWriter.compact(LineEnd.LF);
        writer.value(Introspection.of(schema, IntrospectionOptions.DEFAULT.withUnmask(unmask)))
                .endMessage();
        Files.createDirectories(outputDir);
        Files.write(outputDir.resolve("query-qmp-schema.json"), writer.toByteArray());
    }

    private static boolean isOn(Map.Entry<String, String> option) {
        return switch (option.getValue()) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("option '" + option.getKey() + "' expects 'on' or 'off'");
        };
    }
}
