package dev.qmp.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the parser makes of bytes, as lines that can be compared: values with their kinds ("i1", "u…", "d…", "s…"), and errors. */
final class Outcomes implements MessageHandler<List<String>> {
    private Outcomes() {}

    @Override
    public void message(List<String> out, JsonValue value) {
        out.add(describe(value));
    }

    @Override
    public void error(List<String> out, JsonError error) {
        out.add("!" + error.description());
    }

    static final Outcomes COLLECTOR = new Outcomes();

    static List<String> of(byte[] input) {
        return of(input, List.of(), JsonLimits.DEFAULT, false);
    }

    /** Feeds the input cut at the given places. */
    static List<String> of(byte[] input, List<Integer> cuts, JsonLimits limits, boolean flush) {
        List<String> out = new ArrayList<>();
        JsonMessageParser<List<String>> parser = new JsonMessageParser<>(out, COLLECTOR, limits);
        int from = 0;
        for (int cut : cuts) {
            int to = Math.max(from, Math.min(cut, input.length));
            feed(parser, input, from, to);
            from = to;
        }
        feed(parser, input, from, input.length);
        if (flush) {
            parser.flush();
        }
        return out;
    }

    private static void feed(JsonMessageParser<?> parser, byte[] input, int from, int to) {
        // A copy without slack, so that reading beyond the end fails.
        ByteBuffer piece = ByteBuffer.wrap(java.util.Arrays.copyOfRange(input, from, to));
        parser.feed(piece);
        if (piece.hasRemaining()) {
            throw new AssertionError("bytes left over");
        }
    }

    static String describe(JsonValue value) {
        StringBuilder out = new StringBuilder();
        describe(value, out);
        return out.toString();
    }

    private static void describe(JsonValue value, StringBuilder out) {
        switch (value.getValueType()) {
            case OBJECT -> {
                out.append('{');
                for (Map.Entry<String, JsonValue> member : ((JsonObject) value).entrySet()) {
                    out.append('s').append(member.getKey()).append('=');
                    describe(member.getValue(), out);
                    out.append(';');
                }
                out.append('}');
            }
            case ARRAY -> {
                out.append('[');
                for (JsonValue element : (JsonArray) value) {
                    describe(element, out);
                    out.append(';');
                }
                out.append(']');
            }
            case STRING -> out.append('s').append(((JsonString) value).getString());
            case NUMBER -> {
                JsonNumber number = (JsonNumber) value;
                switch (JsonValues.kind(number)) {
                    case INT64 -> out.append('i').append(number.longValueExact());
                    case UINT64 -> out.append('u').append(number.bigIntegerValueExact());
                    case DOUBLE ->
                        out.append('d').append(Long.toHexString(Double.doubleToLongBits(number.doubleValue())));
                }
            }
            default -> out.append(value.getValueType());
        }
    }
}
