package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMessageParserTest {
    /** Pauses after every outcome. */
    private static final class Pausing implements MessageHandler<List<String>> {
        private JsonMessageParser<List<String>> parser;

        @Override
        public void message(List<String> out, JsonValue value) {
            out.add(Outcomes.describe(value));
            parser.pause();
        }

        @Override
        public void error(List<String> out, JsonError error) {
            out.add("!" + error.description() + "@" + error.offset());
            parser.pause();
        }
    }

    private final List<String> out = new ArrayList<>();

    private JsonMessageParser<List<String>> pausing() {
        Pausing handler = new Pausing();
        handler.parser = new JsonMessageParser<>(out, handler);
        return handler.parser;
    }

    private static ByteBuffer latin(String text) {
        return ByteBuffer.wrap(Inputs.latin(text));
    }

    @Test
    void readsArraysAndTellsHowMuchItTook() {
        JsonMessageParser<List<String>> parser = pausing();
        byte[] input = Inputs.latin("[1]{}");

        assertThat(parser.feed(input)).isEqualTo(3);
        assertThat(parser.feed(Inputs.latin("{"))).isEqualTo(1);
        assertThat(parser.feed(Inputs.latin("} "))).isEqualTo(1);
        assertThat(out).hasSize(2);
    }

    @Test
    void handsTheContextBack() {
        StringBuilder seen = new StringBuilder();
        MessageHandler<CharSequence> handler = new MessageHandler<>() {
            @Override
            public void message(CharSequence context, JsonValue value) {
                seen.append(context).append(value);
            }

            @Override
            public void error(CharSequence context, JsonError error) {
                seen.append(context).append('!');
            }
        };
        new JsonMessageParser<>("a", handler).feed(latin("1 ] "));
        new JsonMessageParser<>("b", handler).feed(latin("2 "));
        assertThat(seen).hasToString("a1a!b2");
    }

    @Test
    void leavesTheByteThatEndedANumberWhenPaused() {
        ByteBuffer bytes = latin("123\u00ff [] {} 4 ");
        JsonMessageParser<List<String>> parser = pausing();
        List<Integer> positions = new ArrayList<>();
        while (bytes.hasRemaining()) {
            parser.feed(bytes);
            positions.add(bytes.position());
        }
        assertThat(out).containsExactly("i123", "!JSON parse error, stray '\uFFFD'@3", "[]", "{}", "i4");
        assertThat(positions).containsExactly(3, 4, 7, 10, 12, 13);
    }

    @Test
    void leavesTheByteThatEndedANumberOfAnEarlierBuffer() {
        JsonMessageParser<List<String>> parser = pausing();
        parser.feed(latin("12"));
        ByteBuffer bytes = latin("\u00ff");
        parser.feed(bytes);
        assertThat(out).containsExactly("i12");
        assertThat(bytes.position()).isZero();
        parser.feed(bytes);
        assertThat(out).containsExactly("i12", "!JSON parse error, stray '\uFFFD'@2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsBuffersWithoutAnArray(boolean paused) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append("{\"number\": ").append(i).append("}\n");
        }
        byte[] bytes = Inputs.latin(text.toString());
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 20).position(5);
        direct.put(bytes).flip().position(5);
        JsonMessageParser<List<String>> parser = paused ? pausing() : new JsonMessageParser<>(out, Outcomes.COLLECTOR);
        int last = 0;
        while (direct.hasRemaining()) {
            parser.feed(direct);
            assertThat(direct.position()).isGreaterThan(last);
            last = direct.position();
        }
        assertThat(out).isEqualTo(Outcomes.of(bytes)).hasSize(3000);
    }

    @Test
    void readsASliceAndAReadOnlyBuffer() {
        ByteBuffer whole = latin("xx[1]yy").position(2).limit(5);
        JsonMessageParser<List<String>> parser = new JsonMessageParser<>(out, Outcomes.COLLECTOR);
        ByteBuffer slice = whole.slice();
        parser.feed(slice);
        parser.feed(whole.asReadOnlyBuffer());
        parser.feed(whole);
        assertThat(slice.remaining() + whole.remaining()).isZero();
        assertThat(out).containsExactly("[i1;]", "[i1;]", "[i1;]");
    }

    @Test
    void goesOnBehindAMessageWhoseHandlerThrew() {
        MessageHandler<List<String>> handler = new MessageHandler<>() {
            @Override
            public void message(List<String> o, JsonValue value) {
                o.add(value.toString());
                throw new IllegalStateException("no more");
            }

            @Override
            public void error(List<String> o, JsonError error) {
                o.add(error.toString());
            }
        };
        JsonMessageParser<List<String>> parser = new JsonMessageParser<>(out, handler);
        ByteBuffer bytes = latin(" [1][2");
        assertThatThrownBy(() -> parser.feed(bytes)).isInstanceOf(IllegalStateException.class);
        assertThat(bytes.position()).isEqualTo(4);
        parser.feed(bytes);
        assertThatThrownBy(() -> parser.feed(latin("]"))).isInstanceOf(IllegalStateException.class);
        assertThat(out).containsExactly("[1]", "[2]");
    }

    @Test
    void saysWhereAFaultIs() {
        JsonMessageParser<List<String>> parser = pausing();
        for (String piece : List.of("[1, fo", "o] ", "[\"\\q\"]  ", "{\"a\":1,", "\"a\":2}", "@\n", "[1")) {
            ByteBuffer bytes = latin(piece);
            while (bytes.hasRemaining()) {
                parser.feed(bytes);
            }
        }
        parser.flush();
        assertThat(out)
                .containsExactly(
                        "!JSON parse error, invalid keyword 'foo'@4",
                        "!JSON parse error, invalid escape sequence in string@10",
                        "!JSON parse error, duplicate key@28",
                        "!JSON parse error, stray '@'@30",
                        "!JSON parse error, premature EOI@34");
    }

    @Test
    void forgetsEverythingOnReset() {
        JsonMessageParser<List<String>> parser = pausing();
        for (String unfinished : List.of("@ skipping", "[1,2", "{\"a", "12", "[1 2")) {
            parser.feed(latin(unfinished));
            out.clear();
            parser.reset();
            parser.feed(latin("true,"));
            assertThat(out).containsExactly("TRUE");
            parser.feed(latin(","));
            assertThat(out).containsExactly("TRUE", "!JSON parse error, expecting value@4");
        }
    }

    @Test
    void canBeFedAgainAfterAFlush() {
        JsonMessageParser<List<String>> parser = new JsonMessageParser<>(out, Outcomes.COLLECTOR);
        parser.feed(latin("12"));
        parser.flush();
        parser.feed(latin("[\"a"));
        parser.flush();
        parser.feed(latin("@ x"));
        parser.flush();
        parser.feed(latin("3"));
        parser.flush();
        parser.flush();
        assertThat(out).containsExactly("i12", "!JSON parse error, stray '\"a'", "!JSON parse error, stray '@'", "i3");
    }
}
