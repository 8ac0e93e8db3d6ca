package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ParserPropertyTest {
    @Provide
    Arbitrary<JsonValue> values() {
        return Inputs.values();
    }

    @Provide
    Arbitrary<byte[]> anything() {
        return Arbitraries.oneOf(
                Inputs.garbage(),
                Inputs.mutated(),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(60),
                Combinators.combine(Inputs.garbage(), Inputs.mutated()).as(Inputs::concat));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Inputs.cuts();
    }

    @Provide
    Arbitrary<JsonLimits> limits() {
        return Combinators.combine(
                        Arbitraries.longs().between(2, 60),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.integers().between(1, 8))
                .as((bytes, tokens, nesting) -> JsonLimits.DEFAULT
                        .withTokenBytes(bytes)
                        .withTokenCount(tokens)
                        .withNesting(nesting));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void agreesWithTheModelOnAnyBytes(@ForAll("anything") byte[] input, @ForAll boolean flush) {
        assertThat(Outcomes.of(input, List.of(), JsonLimits.DEFAULT, flush))
                .isEqualTo(ModelParser.of(input, JsonLimits.DEFAULT, flush));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void agreesWithTheModelUnderAnyLimitsAndCuts(
            @ForAll("anything") byte[] input,
            @ForAll("limits") JsonLimits limits,
            @ForAll("cuts") List<Integer> cuts,
            @ForAll boolean flush) {
        assertThat(Outcomes.of(input, cuts, limits, flush)).isEqualTo(ModelParser.of(input, limits, flush));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void givesTheSameMessagesHoweverTheInputIsCut(
            @ForAll("anything") byte[] input, @ForAll("cuts") List<Integer> cuts) {
        List<String> whole = Outcomes.of(input);
        assertThat(Outcomes.of(input, cuts, JsonLimits.DEFAULT, false)).isEqualTo(whole);
        List<Integer> everywhere = IntStream.range(0, input.length).boxed().toList();
        assertThat(Outcomes.of(input, everywhere, JsonLimits.DEFAULT, false)).isEqualTo(whole);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void readsEverySpellingOfAValue(@ForAll("values") JsonValue value, @ForAll long seed) {
        byte[] text = Inputs.concat(Inputs.spell(value, seed, false), new byte[] {'\n'});
        assertThat(Outcomes.of(text)).containsExactly(Outcomes.describe(value));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void hearsAMessageAfterAResetByteWhateverWentBefore(
            @ForAll("anything") byte[] garbage, @ForAll("values") JsonValue value, @ForAll("resetBytes") int reset) {
        JsonValue message = JsonValues.array().add(value).build();
        byte[] before = Inputs.concat(garbage, new byte[] {(byte) reset});
        List<String> expected = new ArrayList<>(Outcomes.of(before));
        expected.add(Outcomes.describe(message));
        byte[] input =
                Inputs.concat(before, JsonValues.toText(message).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(Outcomes.of(input)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<Integer> resetBytes() {
        return Arbitraries.integers()
                .between(0, 255)
                .filter(b -> (b < 0x20 && b != '\t' && b != '\n' && b != '\r') || b >= 0xFE);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void deliversNothingForAProperPrefix(@ForAll("values") JsonValue value, @ForAll long seed) {
        byte[] text = Inputs.spell(JsonValues.array().add(value).build(), seed, false);
        int end = text.length;
        while (text[end - 1] != ']') {
            end--;
        }
        List<String> out = new ArrayList<>();
        JsonMessageParser<List<String>> parser = new JsonMessageParser<>(out, Outcomes.COLLECTOR);
        for (int i = 0; i < end - 1; i++) {
            parser.feed(java.nio.ByteBuffer.wrap(text, i, 1));
            assertThat(out).isEmpty();
        }
        parser.feed(java.nio.ByteBuffer.wrap(text, end - 1, 1));
        assertThat(out).hasSize(1);
    }
}
