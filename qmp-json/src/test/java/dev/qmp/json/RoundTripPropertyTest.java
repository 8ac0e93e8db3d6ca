package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripPropertyTest {
    private static final JsonReaderFactory PARSSON = Json.createReaderFactory(Map.of());

    @Provide
    Arbitrary<JsonValue> values() {
        return Inputs.values();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void readsBackWhatItWrites(@ForAll("values") JsonValue value) {
        JsonValue back = JsonText.parse(JsonValues.toText(value));
        assertThat(back).isEqualTo(value).hasSameHashCodeAs(value);
        assertThat(Outcomes.describe(back)).isEqualTo(Outcomes.describe(value));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void readsBackWhatItWritesPretty(@ForAll("values") JsonValue value, @ForAll LineEnd lineEnd) {
        JsonMessageWriter writer =
                JsonMessageWriter.pretty(lineEnd).value(value).endMessage();
        assertThat(Outcomes.of(writer.toByteArray())).containsExactly(Outcomes.describe(value));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void writesACanonicalTextAsItWas(@ForAll("values") JsonValue value) {
        String text = JsonValues.toText(value);
        assertThat(text.chars()).allMatch(c -> c >= 0x20 && c < 0x7F);
        assertThat(JsonValues.toText(JsonText.parse(text))).isEqualTo(text);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void printsAPreencodedValueAsTheValue(
            @ForAll("values") JsonValue value, @ForAll boolean pretty, @ForAll LineEnd lineEnd) {
        JsonValue kept = JsonValues.preencoded(value);
        assertThat(kept).isEqualTo(value).hasSameHashCodeAs(value);
        for (int depth = 0; depth < 10; depth += 3) {
            JsonMessageWriter plain = pretty ? JsonMessageWriter.pretty(lineEnd) : JsonMessageWriter.compact(lineEnd);
            JsonMessageWriter fast = pretty ? JsonMessageWriter.pretty(lineEnd) : JsonMessageWriter.compact(lineEnd);
            nest(plain, depth).value(value);
            nest(fast, depth).value(kept);
            if (depth == 0) {
                plain.endMessage();
                fast.endMessage();
            }
            nest(fast, 1).value(kept);
            nest(plain, 1).value(value);
            assertThat(fast.toString()).isEqualTo(plain.toString());
        }
    }

    private static JsonMessageWriter nest(JsonMessageWriter writer, int depth) {
        for (int i = 0; i < depth; i++) {
            writer.beginArray();
        }
        return writer;
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void agreesWithParssonOnStrictTexts(@ForAll("values") JsonValue value, @ForAll long seed) {
        byte[] text = Inputs.spell(value, seed, true);
        JsonValue ours = JsonText.parse(text);
        try (JsonReader reader = PARSSON.createReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8)) {
            assertSame(ours, reader.readValue());
        }
    }

    private static void assertSame(JsonValue ours, JsonValue theirs) {
        assertThat(ours.getValueType()).isEqualTo(theirs.getValueType());
        if (ours.getValueType() == ValueType.OBJECT) {
            assertThat(ours.asJsonObject().keySet())
                    .containsExactlyElementsOf(theirs.asJsonObject().keySet());
            ours.asJsonObject()
                    .forEach((name, member) ->
                            assertSame(member, theirs.asJsonObject().get(name)));
        } else if (ours.getValueType() == ValueType.ARRAY) {
            assertThat(ours.asJsonArray()).hasSameSizeAs(theirs.asJsonArray());
            for (int i = 0; i < ours.asJsonArray().size(); i++) {
                assertSame(ours.asJsonArray().get(i), theirs.asJsonArray().get(i));
            }
        } else if (ours instanceof jakarta.json.JsonNumber number) {
            jakarta.json.JsonNumber other = (jakarta.json.JsonNumber) theirs;
            if (JsonValues.kind(number) == NumberKind.DOUBLE) {
                // Parsson has no negative zero.
                assertThat(number.doubleValue() + 0.0).isEqualTo(other.doubleValue() + 0.0);
            } else {
                assertThat(number).isEqualTo(other);
                assertThat(other).isEqualTo(number);
            }
        } else {
            assertThat(ours).isEqualTo(theirs);
            assertThat(theirs).isEqualTo(ours);
        }
    }
}
