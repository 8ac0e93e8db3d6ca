package dev.qmp.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The estimate of what an unfinished message takes, against the heap. */
class UnfinishedSizeTest {
    private static final int PARSERS = 4;

    private static final MessageHandler<String> NOBODY = new MessageHandler<>() {
        @Override
        public void message(String context, JsonValue value) {}

        @Override
        public void error(String context, JsonError error) {
            throw new AssertionError(error.description());
        }
    };

    private static JsonMessageParser<String> fed(byte[] text) {
        JsonMessageParser<String> parser = new JsonMessageParser<>("", NOBODY);
        ByteBuffer source = ByteBuffer.wrap(text);
        while (source.hasRemaining()) {
            int end = source.limit();
            source.limit(Math.min(end, source.position() + 65_536));
            parser.feed(source);
            source.limit(end);
        }
        return parser;
    }

    private static String text(String shape) {
        return switch (shape) {
            case "a string" -> "['" + "s".repeat(7 << 20);
            case "keys" ->
                "{"
                        + IntStream.range(0, 150_000)
                                .mapToObj(i -> "'key" + i + "':" + i)
                                .collect(Collectors.joining(","));
            case "objects" ->
                "["
                        + IntStream.range(0, 60_000)
                                .mapToObj(i -> "{'name':'value " + i + "','on':true}")
                                .collect(Collectors.joining(","));
            case "numbers" ->
                "["
                        + IntStream.range(100_000, 400_000)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(","));
            case "strings" ->
                "[" + IntStream.range(0, 200_000).mapToObj(i -> "'t" + i + "'").collect(Collectors.joining(","));
            default -> throw new IllegalArgumentException(shape);
        };
    }

    private static long heapUsed() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a string", "keys", "objects", "numbers", "strings"})
    void isOfTheOrderOfWhatTheHeapHolds(String shape) {
        byte[] text = text(shape).getBytes(UTF_8);
        fed(text);
        List<JsonMessageParser<String>> parsers = new ArrayList<>(PARSERS);
        long before = heapUsed();
        for (int i = 0; i < PARSERS; i++) {
            parsers.add(fed(text));
        }
        long real = (heapUsed() - before) / PARSERS;
        long estimate = parsers.get(0).unfinishedSize();
        assertThat(parsers).allMatch(parser -> parser.unfinishedSize() == estimate);
        assertThat((double) estimate / real)
                .as("%s: estimated %d, real %d", shape, estimate, real)
                .isBetween(0.6, 4.0); // a large array takes whole regions of the heap, of up to 4 MB here
    }

    /** To clear and to copy tens of megabytes at once would hold up everything else that the thread does. */
    @Test
    void noPieceOfALongStringCostsMuchMoreMemoryThanItself() {
        byte[] piece = "s".repeat(65_536).getBytes(UTF_8);
        JsonMessageParser<String> parser = new JsonMessageParser<>("", NOBODY);
        parser.feed("['".getBytes(UTF_8));
        for (int i = 0; i < 500; i++) {
            long before = parser.unfinishedSize();
            parser.feed(piece);
            assertThat(parser.unfinishedSize() - before).as("for piece %d", i).isLessThan(1 << 18);
        }
        assertThat(parser.unfinishedSize()).isGreaterThan(500L * piece.length);
    }

    @Test
    void isZeroBetweenMessagesAndCountsSmallOnesExactly() {
        JsonMessageParser<String> parser = new JsonMessageParser<>("", NOBODY);
        assertThat(parser.unfinishedSize()).isZero();
        parser.feed("{'a':1}\r\n".getBytes(UTF_8));
        assertThat(parser.unfinishedSize()).isZero();
        parser.feed("{'a':'bcd".getBytes(UTF_8));
        assertThat(parser.unfinishedSize()).isEqualTo(9 + 3 * 32);
        parser.feed("'}".getBytes(UTF_8));
        assertThat(parser.unfinishedSize()).isZero();
        parser.feed("[[[".getBytes(UTF_8));
        parser.reset();
        assertThat(parser.unfinishedSize()).isZero();
    }
}
