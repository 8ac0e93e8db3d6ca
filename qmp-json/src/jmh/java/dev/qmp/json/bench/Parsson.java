package dev.qmp.json.bench;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The reference implementation of jakarta.json, with kept factories. */
final class Parsson implements Codec {
    private final JsonReaderFactory readers = Json.createReaderFactory(Map.of());
    private final JsonWriterFactory writers = Json.createWriterFactory(Map.of());

    @Override
    public Object parse(byte[] message) {
        try (JsonReader reader = readers.createReader(new ByteArrayInputStream(message), StandardCharsets.UTF_8)) {
            return reader.readValue();
        }
    }

    @Override
    public Object write(Object tree) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonWriter writer = writers.createWriter(out, StandardCharsets.UTF_8)) {
            writer.write((JsonValue) tree);
        }
        return out.toByteArray();
    }
}
