package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final String SIZE = "!JSON token size limit exceeded";
    private static final String COUNT = "!JSON token count limit exceeded";
    private static final String NESTING = "!JSON nesting depth limit exceeded";
    private static final String EXPECTING = "!JSON parse error, expecting value";

    /** Counts instead of describing: these messages are large. */
    private static List<String> kinds(byte[]... pieces) {
        List<String> out = new ArrayList<>();
        JsonMessageParser<List<String>> parser = new JsonMessageParser<>(out, new MessageHandler<List<String>>() {
            @Override
            public void message(List<String> o, JsonValue value) {
                o.add(value.getValueType().toString());
            }

            @Override
            public void error(List<String> o, JsonError error) {
                o.add("!" + error.description());
            }
        });
        for (byte[] piece : pieces) {
            parser.feed(ByteBuffer.wrap(piece));
        }
        return out;
    }

    private static byte[] ascii(String text) {
        return Inputs.latin(text);
    }

    private static List<String> list(String first, int times, String rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(Collections.nCopies(times, rest));
        return all;
    }

    @Test
    void takes1024LevelsAndNoMore() {
        assertThat(kinds(ascii("[".repeat(1024) + "]".repeat(1024)))).containsExactly("ARRAY");
        assertThat(kinds(ascii("[".repeat(1025) + "]".repeat(1025)))).isEqualTo(list(NESTING, 1025, EXPECTING));
        List<String> expected = new ArrayList<>(List.of(NESTING, "ARRAY"));
        expected.addAll(Collections.nCopies(1025, EXPECTING));
        assertThat(kinds(ascii("[".repeat(1026) + "]".repeat(1026)))).isEqualTo(expected);
        assertThat(kinds(ascii("[".repeat(1025) + "{\"id\":1}"))).containsExactly(NESTING, "OBJECT");
        expected.set(1, "NUMBER");
        assertThat(kinds(ascii("{\"a\":[".repeat(512) + "[1]" + "]}".repeat(512))))
                .isEqualTo(expected);
    }

    @Test
    void takes2097152TokensAndNoMore() {
        byte[] list = ascii("[" + "1,".repeat(1048574));
        assertThat(kinds(list, ascii("1]"))).containsExactly("ARRAY");
        assertThat(kinds(list, ascii("[]]"))).containsExactly("ARRAY");
        assertThat(kinds(list, ascii("1,1]"))).containsExactly(COUNT);
        assertThat(kinds(list, ascii("1,1,1]"))).containsExactly(COUNT, "NUMBER", EXPECTING);
    }

    @Test
    void takes67108863TokenBytesAndNoMore() {
        byte[] half = new byte[33554432 - 4];
        Arrays.fill(half, (byte) 'x');
        // [ + two strings with quotes + comma + ]
        assertThat(kinds(ascii("[  \""), half, ascii("\" , \""), half, ascii("\"   ]")))
                .containsExactly("ARRAY");
        assertThat(kinds(ascii("[\""), half, ascii("\",\""), half, ascii("x\"]")))
                .containsExactly(SIZE);
        assertThat(kinds(ascii("[\""), half, ascii("\",\""), half, ascii("xx\"]")))
                .containsExactly(SIZE, EXPECTING);
    }

    @Test
    void resumesBehindTheByteThatMadeATokenTooLong() {
        byte[] letters = new byte[67108864];
        Arrays.fill(letters, (byte) 'a');
        List<String> expected =
                List.of(SIZE, "!JSON parse error, invalid keyword 'bbb'", "!JSON parse error, stray '\"cc\u0001'");
        byte[] rest = ascii("bbb\"cc\u0001");
        assertThat(kinds(ascii("\""), letters, rest)).isEqualTo(expected);
        assertThat(kinds(Inputs.concat(ascii("\""), letters, rest))).isEqualTo(expected);
    }

    @Test
    void cutsLongTextsOfTheGrammarButNotOfTheLexer() {
        String prefix = "!JSON parse error, ";
        String a1005 = "a".repeat(1005);
        assertThat(kinds(ascii(a1005 + " "))).containsExactly(prefix + "invalid keyword '" + a1005 + "'");
        assertThat(kinds(ascii(a1005 + "b "))).containsExactly(prefix + "invalid keyword '" + a1005 + "b");
        assertThat(kinds(ascii(a1005 + "bc "))).containsExactly(prefix + "invalid keyword '" + a1005 + "b");
        assertThat(kinds(ascii(a1005.repeat(10) + " "))).containsExactly(prefix + "invalid keyword '" + a1005 + "a");
        assertThat(kinds(ascii("\"" + a1005.repeat(3) + "\u0001")))
                .containsExactly(prefix + "stray '\"" + a1005.repeat(3) + "\u0001'");
        String digits = "9".repeat(3000);
        assertThat(kinds(ascii(digits + " ")))
                .containsExactly(prefix + "number out of range '" + digits.substring(0, 1002));
    }

    @Test
    void refusesLimitsOutOfRange() {
        assertThat(JsonLimits.DEFAULT).hasToString("JsonLimits[tokenBytes=67108864, tokenCount=2097152, nesting=1024]");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonLimits.DEFAULT.withTokenBytes(1));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonLimits.DEFAULT.withTokenBytes((1L << 30) + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonLimits.DEFAULT.withTokenCount(0));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonLimits.DEFAULT.withNesting(0));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonLimits.DEFAULT.withNesting(1025));
    }

    private static JsonLimits limits(long tokenBytes, int tokenCount, int nesting) {
        return JsonLimits.DEFAULT
                .withTokenBytes(tokenBytes)
                .withTokenCount(tokenCount)
                .withNesting(nesting);
    }

    @Property(tries = 300)
    void isSafeWithEveryLimitThatCanBeSet(@ForAll long tokenBytes, @ForAll int tokenCount, @ForAll int nesting)
            throws Exception {
        JsonLimits limits;
        try {
            limits = limits(tokenBytes, tokenCount, nesting);
        } catch (IllegalArgumentException e) {
            assertThat(tokenBytes < 2 || tokenBytes > 1 << 30 || tokenCount < 1 || nesting < 1 || nesting > 1024)
                    .isTrue();
            return;
        }
        assertThat(echoesDeepValues(limits)).isTrue();
    }

    @Property(tries = 100)
    void isSafeWithTheLargestLimits(
            @ForAll @LongRange(min = 2, max = 1 << 30) long tokenBytes,
            @ForAll @IntRange(min = 1) int tokenCount,
            @ForAll @IntRange(min = 1, max = 1024) int nesting)
            throws Exception {
        assertThat(echoesDeepValues(limits(tokenBytes, tokenCount, nesting))).isTrue();
        assertThat(echoesDeepValues(limits(1 << 30, Integer.MAX_VALUE, 1024))).isTrue();
    }

    /** Reads, compares and prints values of all depths around a limit, in a thread that has hardly any stack. */
    private static boolean echoesDeepValues(JsonLimits limits) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            for (int depth : new int[] {0, limits.nesting() - 1, limits.nesting(), limits.nesting() + 1}) {
                byte[] text = ascii("[".repeat(depth) + "{\"a\":[1,2.5e300,'x']} " + "]".repeat(depth) + " ");
                List<JsonValue> values = new ArrayList<>();
                JsonMessageParser<List<JsonValue>> parser = new JsonMessageParser<>(
                        values,
                        new MessageHandler<>() {
                            @Override
                            public void message(List<JsonValue> to, JsonValue value) {
                                to.add(value);
                            }

                            @Override
                            public void error(List<JsonValue> to, JsonError error) {}
                        },
                        limits);
                parser.feed(ByteBuffer.wrap(text));
                parser.feed(ByteBuffer.wrap(text));
                for (JsonValue value : values) {
                    JsonMessageWriter.pretty().value(value).endMessage();
                    assertThat(JsonText.parse(value.toString()).equals(value)).isTrue();
                    assertThat(value.hashCode())
                            .isEqualTo(values.get(values.indexOf(value)).hashCode());
                }
            }
            return true;
        });
        new Thread(null, task, "small stack", 192 * 1024).start();
        return task.get();
    }
}
