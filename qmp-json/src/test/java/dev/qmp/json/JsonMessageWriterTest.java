package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class JsonMessageWriterTest {
    @Test
    void writesAnEnvelopePieceByPiece() {
        JsonMessageWriter writer = JsonMessageWriter.compact();
        JsonValue id = JsonText.parse("[true, false, null, {}, [], {'a': [1, {'b': 2}]}]");
        writer.beginObject()
                .name("return")
                .beginObject()
                .endObject()
                .name("id")
                .value(id)
                .endObject()
                .endMessage();
        assertThat(writer)
                .hasToString("{\"return\": {}, \"id\": [true, false, null, {}, [], {\"a\": [1, {\"b\": 2}]}]}\r\n");
    }

    @Test
    void writesPrettyWithALineForEachMember() {
        JsonMessageWriter writer = JsonMessageWriter.pretty();
        writer.beginObject().name("return").value(JsonValues.EMPTY_OBJECT);
        writer.name("id")
                .beginArray()
                .value(1)
                .beginArray()
                .endArray()
                .endArray()
                .endObject()
                .endMessage();
        assertThat(writer)
                .hasToString(
                        "{\r\n    \"return\": {\r\n    },\r\n    \"id\": [\r\n        1,\r\n        [\r\n        ]\r\n    ]\r\n}\r\n");
    }

    @Test
    void endsLinesAsAsked() {
        JsonMessageWriter writer = JsonMessageWriter.pretty(LineEnd.LF)
                .value(JsonText.parse("[{'a':1}]"))
                .endMessage();
        assertThat(writer).hasToString("[\n    {\n        \"a\": 1\n    }\n]\n");
        assertThat(JsonMessageWriter.compact(LineEnd.LF).value(1).endMessage()).hasToString("1\n");
    }

    @Test
    void writesScalars() {
        JsonMessageWriter writer = JsonMessageWriter.compact().beginArray();
        writer.value("a\"b")
                .value(-1L)
                .value(true)
                .value(false)
                .value(0.5)
                .unsignedValue(-1)
                .unsignedValue(5)
                .nullValue();
        writer.value(Long.MIN_VALUE).value(Long.MAX_VALUE).endArray();
        assertThat(writer)
                .hasToString(
                        "[\"a\\\"b\", -1, true, false, 0.5, 18446744073709551615, 5, null, -9223372036854775808, 9223372036854775807]");
        for (long value = 1; value > 0; value *= 10) {
            for (long near = value - 1; near <= value + 1; near++) {
                assertThat(JsonMessageWriter.compact().value(near)).hasToString(Long.toString(near));
                assertThat(JsonMessageWriter.compact().value(-near)).hasToString(Long.toString(-near));
                assertThat(JsonMessageWriter.compact().unsignedValue(-near)).hasToString(Long.toUnsignedString(-near));
            }
        }
        assertThatThrownBy(() -> JsonMessageWriter.compact().value(Double.NaN))
                .isInstanceOf(NumberFormatException.class);
    }

    @Test
    void escapesEverythingBeyondAscii() {
        StringBuilder text = new StringBuilder();
        for (char c = 0; c < 0x100; c++) {
            text.append(c);
        }
        StringBuilder expected = new StringBuilder("\"");
        for (char c = 0; c < 0x100; c++) {
            int known = "\"\\\b\f\n\r\t".indexOf(c);
            if (known >= 0) {
                expected.append('\\').append("\"\\bfnrt".charAt(known));
            } else if (c < 0x20 || c >= 0x7F) {
                expected.append(String.format("\\u%04X", (int) c));
            } else {
                expected.append(c);
            }
        }
        assertThat(JsonMessageWriter.compact().value(text.toString()))
                .hasToString(expected.append('"').toString());
        assertThat(JsonMessageWriter.compact().value("\uD83D\uDE00 \uD83D \uDE00 \uFFFF \uFDD0 \uD83F\uDFFE \uFFFD"))
                .hasToString("\"\\uD83D\\uDE00 \\uFFFD \\uFFFD \\uFFFD \\uFFFD \\uFFFD \\uFFFD\"");
    }

    @Test
    void writesValuesOfOtherImplementations() {
        JsonValue foreign = Json.createObjectBuilder()
                .add(
                        "a",
                        Json.createArrayBuilder()
                                .add(1)
                                .add("é")
                                .addNull()
                                .add(true)
                                .add(1.5))
                .add("b", Json.createObjectBuilder())
                .add("c", new BigInteger("18446744073709551615"))
                .add("d", new BigInteger("18446744073709551616"))
                .add("e", new BigDecimal("0E+5"))
                .add("f", new BigDecimal("1E+3"))
                .build();
        String text = "{\"a\": [1, \"\\u00E9\", null, true, 1.5], \"b\": {}, \"c\": 18446744073709551615, "
                + "\"d\": 18446744073709551616, \"e\": 0.0, \"f\": 1E+3}";
        assertThat(JsonValues.toText(foreign)).isEqualTo(text);
        assertThat(JsonValues.toText(JsonValues.preencoded(foreign))).isEqualTo(text);
        assertThat(JsonValues.toText(JsonValues.array().add(foreign).build())).isEqualTo("[" + text + "]");
        assertThat(JsonText.parse(text).asJsonObject().getJsonNumber("f").doubleValue())
                .isEqualTo(1000.0);
    }

    @Test
    void givesAViewOfWhatIsNotYetSent() {
        JsonMessageWriter writer =
                JsonMessageWriter.compact().value("abc").endMessage().rawByte(0xFF);
        writer.rawBytes(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(writer.size()).isEqualTo(10);
        writer.discard(5);
        ByteBuffer view = writer.view();
        assertThat(view.remaining()).isEqualTo(5);
        byte[] rest = new byte[5];
        view.get(rest);
        assertThat(rest).containsExactly('\r', '\n', 0xFF, 1, 2);
        assertThat(writer.toByteArray()).isEqualTo(rest);
        assertThat(writer.array()[writer.arrayOffset()]).isEqualTo((byte) '\r');
        writer.value(12);
        assertThat(writer.size()).isEqualTo(7);
        assertThat(writer.view().remaining()).isEqualTo(7);
        writer.discard(7);
        assertThat(writer.size()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> writer.discard(1));
    }

    @Test
    void keepsTheContentWhileTheBufferGrowsAndShrinks() {
        JsonMessageWriter writer = JsonMessageWriter.compact(LineEnd.LF);
        StringBuilder expected = new StringBuilder();
        int sent = 0;
        for (int i = 0; i < 3000; i++) {
            String text = "x".repeat(i % 700);
            writer.value(text).endMessage();
            expected.append('"').append(text).append("\"\n");
            int n = Math.min(writer.size(), i % 5 * 100);
            assertThat(writer.toString()).startsWith(expected.substring(sent, sent + n));
            writer.discard(n);
            sent += n;
        }
        assertThat(writer.toString()).isEqualTo(expected.substring(sent));
        writer.discard(writer.size());
        writer.value("y".repeat(5 << 20)).clear();
        assertThat(writer.array().length).isLessThan(1 << 16);
        writer.value("y".repeat(1000)).clear();
        writer.trim();
        assertThat(writer.value(1)).hasToString("1");
    }

    @Test
    void refusesMisuse() {
        assertThatIllegalStateException()
                .isThrownBy(() -> JsonMessageWriter.compact().name("a"));
        assertThatIllegalStateException()
                .isThrownBy(() -> JsonMessageWriter.compact().beginArray().name("a"));
        assertThatIllegalStateException()
                .isThrownBy(() -> JsonMessageWriter.compact().beginObject().value(1));
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        JsonMessageWriter.compact().beginObject().name("a").name("b"));
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        JsonMessageWriter.compact().beginObject().name("a").endObject());
        assertThatIllegalStateException()
                .isThrownBy(() -> JsonMessageWriter.compact().beginObject().endArray());
        assertThatIllegalStateException()
                .isThrownBy(() -> JsonMessageWriter.compact().endObject());
        assertThatIllegalStateException()
                .isThrownBy(() -> JsonMessageWriter.compact().beginArray().endMessage());
        JsonMessageWriter writer =
                JsonMessageWriter.pretty(LineEnd.LF).beginArray().beginObject().name("x");
        writer.clear();
        assertThat(writer.beginArray().value(1).endArray().endMessage()).hasToString("[\n    1\n]\n");
    }
}
