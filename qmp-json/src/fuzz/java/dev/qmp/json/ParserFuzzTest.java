package dev.qmp.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Coverage-guided search for bytes on which the parser throws, or disagrees with the plain model, with itself when the input is cut
 * elsewhere, or with the writer. Without {@code JAZZER_FUZZ=1} it replays the inputs kept under src/fuzz/resources.
 */
class ParserFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void agreesWithTheModelAndWithItself(byte[] input) {
        JsonLimits limits = input.length > 0 && (input[0] & 1) != 0
                ? JsonLimits.DEFAULT.withTokenBytes(40).withTokenCount(12).withNesting(5)
                : JsonLimits.DEFAULT;
        boolean flush = input.length > 1 && (input[1] & 1) != 0;
        List<String> expected = ModelParser.of(input, limits, flush);
        check(expected, Outcomes.of(input, List.of(), limits, flush));
        List<Integer> everywhere = IntStream.range(0, input.length).boxed().toList();
        check(expected, Outcomes.of(input, everywhere, limits, flush));
        check(expected, Outcomes.of(input, List.of(input.length / 3, input.length / 2), limits, flush));
    }

    @FuzzTest(maxDuration = "2m")
    void readsBackWhatItWrites(byte[] input) {
        JsonMessageParser<Void> parser = new JsonMessageParser<>(null, new MessageHandler<Void>() {
            @Override
            public void message(Void context, jakarta.json.JsonValue value) {
                String text = JsonValues.toText(value);
                jakarta.json.JsonValue back = JsonText.parse(text);
                check(List.of(Outcomes.describe(value)), List.of(Outcomes.describe(back)));
                if (!back.equals(value) || back.hashCode() != value.hashCode()) {
                    throw new AssertionError("not equal: " + text);
                }
                check(List.of(text), List.of(JsonValues.toText(back)));
            }

            @Override
            public void error(Void context, JsonError error) {
                JsonText.parse(JsonValues.toText(JsonValues.string(error.description())));
            }
        });
        parser.feed(java.nio.ByteBuffer.wrap(input));
        parser.flush();
    }

    private static void check(List<String> expected, List<String> actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + " but was " + actual);
        }
    }
}
