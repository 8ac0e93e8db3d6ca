package dev.qmp.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generators: values that the parser can produce, texts of them in many spellings, and bytes of every sort. */
final class Inputs {
    private static final long[] EDGES = {
        0,
        1,
        -1,
        9,
        10,
        99,
        127,
        128,
        -128,
        -129,
        1023,
        1024,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        -(1L << 31) - 1,
        999_999_999_999_999_999L,
        1_000_000_000_000_000_000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    @SuppressWarnings("FloatingPointLiteralPrecision")
    private static final double[] DOUBLE_EDGES = {
        0.0,
        -0.0,
        1.0,
        -1.5,
        0.1,
        1e-3,
        1e7,
        9999999.0,
        12345678.0,
        1e22,
        1e23,
        1e100,
        5e-324,
        2.2250738585072014E-308,
        1.7976931348623157e308,
        9007199254740993.0,
        1.8446744073709552E19,
        -9.223372036854776E18,
        2.2E-322,
        4.35,
        2e-3,
        1e16
    };

    private Inputs() {}

    static Arbitrary<String> strings() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.strings().ascii().ofMaxLength(20)),
                Tuple.of(3, Arbitraries.strings().alpha().ofMinLength(0).ofMaxLength(40)),
                Tuple.of(3, codePoints().list().ofMaxSize(12).map(Inputs::join)));
    }

    private static String join(List<Integer> codePoints) {
        StringBuilder text = new StringBuilder();
        codePoints.forEach(text::appendCodePoint);
        return text.toString();
    }

    static Arbitrary<Integer> codePoints() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                0, 0x1F, 0x20, 0x22, 0x27, 0x5C, 0x7E, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFDCF,
                                0xFDF0, 0xFEFF, 0xFFFD, 0x10000, 0x1F600, 0x10FFFD),
                        Arbitraries.integers().between(0, 0x10FFFF))
                .filter(cp -> (cp < 0xD800 || cp > 0xDFFF) && (cp < 0xFDD0 || cp > 0xFDEF) && (cp & 0xFFFF) < 0xFFFE);
    }

    static Arbitrary<JsonValue> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(JsonValues::number),
                Arbitraries.longs().map(JsonValues::unsigned),
                Arbitraries.integers().map(JsonValues::number),
                Arbitraries.integers().between(0, EDGES.length - 1).map(i -> JsonValues.number(EDGES[i])),
                Arbitraries.integers().between(0, DOUBLE_EDGES.length - 1).map(i -> JsonValues.number(DOUBLE_EDGES[i])),
                Arbitraries.longs()
                        .map(Double::longBitsToDouble)
                        .filter(Double::isFinite)
                        .map(JsonValues::number),
                Arbitraries.integers().between(-1_000_000, 1_000_000).map(i -> JsonValues.number(i / 1000.0)));
    }

    static Arbitrary<JsonValue> scalars() {
        return Arbitraries.oneOf(
                strings().map(JsonValues::string),
                numbers(),
                Arbitraries.of(JsonValue.TRUE, JsonValue.FALSE, JsonValue.NULL));
    }

    /** Nested values of every kind. */
    static Arbitrary<JsonValue> values() {
        return values(3);
    }

    private static Arbitrary<JsonValue> values(int depth) {
        if (depth == 0) {
            return scalars();
        }
        return Arbitraries.frequencyOf(
                Tuple.of(2, scalars()),
                Tuple.of(3, Arbitraries.lazy(() -> objects(depth))),
                Tuple.of(
                        2,
                        Arbitraries.lazy(
                                () -> values(depth - 1).list().ofMaxSize(5).map(Inputs::array))));
    }

    private static Arbitrary<JsonValue> objects(int depth) {
        return Combinators.combine(
                        strings().list().ofMaxSize(12),
                        values(depth - 1).list().ofMinSize(1).ofMaxSize(4))
                .as((names, members) -> {
                    JsonObjectBuilder object = JsonValues.object();
                    for (int i = 0; i < names.size(); i++) {
                        object.add(names.get(i), members.get(i % members.size()));
                    }
                    return object.build();
                });
    }

    private static JsonValue array(List<JsonValue> elements) {
        JsonArrayBuilder array = JsonValues.array();
        elements.forEach(array::add);
        return array.build();
    }

    /** Spells a value in one of its many ways: quotes, escapes, white space; {@code strict} keeps to RFC 8259. */
    static byte[] spell(JsonValue value, long seed, boolean strict) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        spell(value, new Random(seed), strict, out);
        return out.toByteArray();
    }

    private static void spell(JsonValue value, Random random, boolean strict, ByteArrayOutputStream out) {
        space(random, out);
        switch (value.getValueType()) {
            case OBJECT -> {
                out.write('{');
                boolean first = true;
                for (Map.Entry<String, JsonValue> member : ((JsonObject) value).entrySet()) {
                    if (!first) {
                        out.write(',');
                    }
                    first = false;
                    space(random, out);
                    string(member.getKey(), random, strict, out);
                    space(random, out);
                    out.write(':');
                    spell(member.getValue(), random, strict, out);
                }
                space(random, out);
                out.write('}');
            }
            case ARRAY -> {
                out.write('[');
                boolean first = true;
                for (JsonValue element : (JsonArray) value) {
                    if (!first) {
                        out.write(',');
                    }
                    first = false;
                    spell(element, random, strict, out);
                }
                space(random, out);
                out.write(']');
            }
            case STRING -> string(((JsonString) value).getString(), random, strict, out);
            case NUMBER -> number((JsonNumber) value, random, out);
            default -> ascii(value.toString(), out);
        }
        space(random, out);
    }

    private static void number(JsonNumber number, Random random, ByteArrayOutputStream out) {
        String text = JsonValues.toText(number);
        if (JsonValues.kind(number) == NumberKind.DOUBLE) {
            switch (random.nextInt(4)) {
                case 0 -> text = text.replace('E', 'e');
                case 1 -> text = text.contains("E") ? text.replace("E", "0E") : text + "00";
                case 2 -> text = text.matches(".*E[0-9].*") ? text.replace("E", "E+") : text;
                default -> {}
            }
        }
        ascii(text, out);
    }

    private static void string(String text, Random random, boolean strict, ByteArrayOutputStream out) {
        int quote = strict || random.nextBoolean() ? '"' : '\'';
        boolean plain = random.nextInt(3) > 0;
        out.write(quote);
        text.codePoints().forEach(cp -> {
            boolean must = cp < 0x20 || cp == quote || cp == '\\';
            if (cp == 0 && !strict && random.nextBoolean()) {
                out.write(0xC0);
                out.write(0x80);
            } else if (!must && (plain || random.nextInt(4) > 0)) {
                out.writeBytes(Character.toString(cp).getBytes(StandardCharsets.UTF_8));
            } else {
                escape(cp, random, strict, out);
            }
        });
        out.write(quote);
    }

    private static void escape(int cp, Random random, boolean strict, ByteArrayOutputStream out) {
        int known = (strict ? "\"\\/\b\f\n\r\t" : "\"'\\/\b\f\n\r\t").indexOf(cp);
        if (known >= 0 && random.nextBoolean()) {
            out.write('\\');
            out.write((strict ? "\"\\/bfnrt" : "\"'\\/bfnrt").charAt(known));
            return;
        }
        for (char c : Character.toChars(cp)) {
            String hex = String.format("\\u%04x", (int) c);
            ascii(random.nextBoolean() ? hex : "\\u" + hex.substring(2).toUpperCase(java.util.Locale.ROOT), out);
        }
    }

    private static void space(Random random, ByteArrayOutputStream out) {
        int n = random.nextInt(6);
        if (n >= 4) {
            out.write(" \t\n\r".charAt(random.nextInt(4)));
            if (n == 5) {
                space(random, out);
            }
        }
    }

    private static void ascii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Bytes that are nearly JSON: tokens, halves of tokens, broken UTF-8, control characters, in any order. */
    static Arbitrary<byte[]> garbage() {
        Arbitrary<byte[]> pieces = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.of("{", "}", "[", "]", ",", ":").map(Inputs::latin)),
                Tuple.of(
                        6,
                        Arbitraries.of(
                                        "\"a\"",
                                        "'a'",
                                        "\"\"",
                                        "\"b\":",
                                        "'c':1",
                                        "{\"a\":1}",
                                        "[1,2]",
                                        "true",
                                        "false",
                                        "null",
                                        "nul",
                                        "foo",
                                        "0",
                                        "-0",
                                        "1",
                                        "-1",
                                        "12",
                                        "1.5",
                                        "1.",
                                        "1e5",
                                        "1e",
                                        "1e+",
                                        "0e1",
                                        "01",
                                        "-",
                                        "1e400",
                                        "-1E999",
                                        "18446744073709551615",
                                        "18446744073709551616",
                                        "9223372036854775808",
                                        "-9223372036854775809",
                                        "99999999999999999999999999",
                                        "0.1e-7",
                                        "\"",
                                        "'",
                                        "\\",
                                        "\\u",
                                        "\"\\u00",
                                        "\"\\uD83D\\uDE00\"",
                                        "\"\\uD83D\"",
                                        "\"\\uDE00\\uD83D\"",
                                        "\"\\uFFFF\"",
                                        "\"\\q\"",
                                        "'\\''",
                                        "\"\\\"\"",
                                        "\"\\u12 34\"",
                                        "\"\\ud83f\\udffe\"",
                                        "%s",
                                        "@",
                                        "A",
                                        "\"%d\"",
                                        "\"abcdefghijklmnop\"",
                                        "\"abcdefghijklmnopq\"")
                                .map(Inputs::latin)),
                Tuple.of(2, Arbitraries.of(" ", "\n", "\t", "\r", "\r\n").map(Inputs::latin)),
                Tuple.of(
                        2,
                        Arbitraries.of(
                                        "\u00ff",
                                        "\u00fe",
                                        "\u0000",
                                        "\u0001",
                                        "\u000b",
                                        "\u001f",
                                        "\u007f",
                                        "\u00c3\u00a9",
                                        "\u00c0\u0080",
                                        "\u00c1\u00bf",
                                        "\u00e0\u0080\u0080",
                                        "\u00ed\u00a0\u0080",
                                        "\u00ef\u00bf\u00bf",
                                        "\u00f0\u009f\u0098\u0080",
                                        "\u00f4\u0090\u0080\u0080",
                                        "\u00f8\u0088\u0080\u0080\u0080",
                                        "\u00c3",
                                        "\u0080",
                                        "\u00e2\u0082",
                                        "\u00ef\u00bb\u00bf",
                                        "\"\u00c3\u00a9\"",
                                        "\"\u00c0\u0080\"",
                                        "\"\u00e2\u0082\"",
                                        "\"\u00ef\u00bf\u00be\"",
                                        "\"\u00fc\u0084\u0080\u0080\u0080\u0080\"")
                                .map(Inputs::latin)),
                Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(4)));
        return pieces.list().ofMaxSize(30).map(Inputs::concat);
    }

    /** Well-formed messages with a few bytes changed. */
    static Arbitrary<byte[]> mutated() {
        return Combinators.combine(values(), Arbitraries.longs()).as((value, seed) -> {
            byte[] text = spell(value, seed, false);
            Random random = new Random(seed);
            String bytes = "{}[]:,\"'\\ \n019-.eEtu\u00ff\u0000\u00c3@";
            for (int n = random.nextInt(3); n >= 0; n--) {
                text[random.nextInt(text.length)] = (byte) bytes.charAt(random.nextInt(bytes.length()));
            }
            return text;
        });
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] concat(List<byte[]> pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pieces.forEach(out::writeBytes);
        return out.toByteArray();
    }

    static byte[] concat(byte[]... pieces) {
        return concat(List.of(pieces));
    }

    /** Increasing places to cut at. */
    static Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers()
                .between(0, 120)
                .list()
                .ofMaxSize(8)
                .map(l -> l.stream().sorted().toList());
    }
}
