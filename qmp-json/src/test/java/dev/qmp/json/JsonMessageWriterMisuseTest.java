package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever order the methods of a writer are called in, it writes whole messages or refuses the call that would break one. */
class JsonMessageWriterMisuseTest {
    /** What a call means to the grammar. */
    enum Kind {
        BEGIN_OBJECT,
        BEGIN_ARRAY,
        END_OBJECT,
        END_ARRAY,
        NAME,
        VALUE,
        RAW,
        END_MESSAGE,
        CLEAR
    }

    enum Call {
        BEGIN_OBJECT(Kind.BEGIN_OBJECT),
        BEGIN_ARRAY(Kind.BEGIN_ARRAY),
        END_OBJECT(Kind.END_OBJECT),
        END_ARRAY(Kind.END_ARRAY),
        NAME(Kind.NAME),
        STRING(Kind.VALUE),
        LONG(Kind.VALUE),
        UNSIGNED(Kind.VALUE),
        BOOLEAN(Kind.VALUE),
        DOUBLE(Kind.VALUE),
        NULL(Kind.VALUE),
        TREE(Kind.VALUE),
        KEPT_TREE(Kind.VALUE),
        RAW_BYTE(Kind.RAW),
        RAW_BYTES(Kind.RAW),
        END_MESSAGE(Kind.END_MESSAGE),
        CLEAR(Kind.CLEAR);

        private final Kind kind;

        Call(Kind kind) {
            this.kind = kind;
        }

        JsonMessageWriter on(JsonMessageWriter writer) {
            return switch (this) {
                case BEGIN_OBJECT -> writer.beginObject();
                case BEGIN_ARRAY -> writer.beginArray();
                case END_OBJECT -> writer.endObject();
                case END_ARRAY -> writer.endArray();
                case NAME -> writer.name("\u00e9" + writer.size());
                case STRING -> writer.value("s");
                case LONG -> writer.value(1);
                case UNSIGNED -> writer.unsignedValue(-1);
                case BOOLEAN -> writer.value(true);
                case DOUBLE -> writer.value(0.5);
                case NULL -> writer.nullValue();
                case TREE -> writer.value(JsonValues.EMPTY_ARRAY);
                case KEPT_TREE -> writer.value(JsonValues.preencoded(JsonText.parse("[1]")));
                case RAW_BYTE -> writer.rawByte(' ');
                case RAW_BYTES -> writer.rawBytes(ByteBuffer.wrap(new byte[] {' '}));
                case END_MESSAGE -> writer.endMessage();
                case CLEAR -> {
                    writer.clear();
                    yield writer;
                }
            };
        }
    }

    /** What may come next, told apart from the writer's own bookkeeping. */
    private static final class Grammar {
        private final Deque<Character> open = new ArrayDeque<>();
        private boolean named;
        private boolean complete;
        private int messages;

        boolean takes(Kind kind) {
            boolean inObject = !open.isEmpty() && open.peek() == '{';
            boolean valueFits = open.isEmpty() ? !complete : !inObject || named;
            boolean fits =
                    switch (kind) {
                        case BEGIN_OBJECT, BEGIN_ARRAY, VALUE -> valueFits;
                        case END_OBJECT -> inObject && !named;
                        case END_ARRAY -> !open.isEmpty() && !inObject;
                        case NAME -> inObject && !named;
                        case RAW -> open.isEmpty() && !complete;
                        case END_MESSAGE -> complete;
                        case CLEAR -> true;
                    };
            if (fits) {
                step(kind);
            }
            return fits;
        }

        private void step(Kind kind) {
            named = kind == Kind.NAME;
            switch (kind) {
                case BEGIN_OBJECT -> open.push('{');
                case BEGIN_ARRAY -> open.push('[');
                case END_OBJECT, END_ARRAY -> open.pop();
                case END_MESSAGE -> messages++;
                case CLEAR -> {
                    open.clear();
                    messages = 0;
                }
                default -> {}
            }
            boolean ends = kind == Kind.VALUE || kind == Kind.END_OBJECT || kind == Kind.END_ARRAY;
            complete = ends && open.isEmpty();
        }
    }

    @Property(tries = 2000)
    void refusesExactlyTheCallsThatBreakAMessage(@ForAll @Size(max = 60) List<Call> calls, @ForAll boolean pretty) {
        JsonMessageWriter writer = pretty ? JsonMessageWriter.pretty() : JsonMessageWriter.compact();
        Grammar grammar = new Grammar();
        for (Call call : calls) {
            String before = writer.toString();
            if (grammar.takes(call.kind)) {
                assertThat(call.on(writer)).isSameAs(writer);
            } else {
                assertThatIllegalStateException()
                        .as("%s after %s", call, before)
                        .isThrownBy(() -> call.on(writer));
                assertThat(writer).hasToString(before);
            }
        }
        byte[] text = whole(writer.toString(), grammar);
        assertThat(Outcomes.of(text)).hasSize(grammar.messages).noneMatch(outcome -> outcome.startsWith("!"));
    }

    /** Closes what the calls left open. */
    private static byte[] whole(String text, Grammar grammar) {
        StringBuilder out = new StringBuilder(text);
        if (grammar.named) {
            out.append("0");
        }
        while (!grammar.open.isEmpty()) {
            out.append(grammar.open.pop() == '{' ? '}' : ']');
            grammar.complete = true;
        }
        if (grammar.complete) {
            out.append('\n');
            grammar.messages++;
        }
        return Inputs.latin(out.toString());
    }

    @Test
    void refusesASecondRootValueInOneMessage() {
        assertThatIllegalStateException()
                .isThrownBy(() -> JsonMessageWriter.compact().value(1).value(2));
        JsonValue tree = JsonText.parse("{'a': [1]}");
        assertThatIllegalStateException()
                .isThrownBy(() -> JsonMessageWriter.compact().value(tree).value(tree));
        assertThat(JsonMessageWriter.compact().value(1).endMessage().value(2).endMessage())
                .hasToString("1\r\n2\r\n");
    }

    @Test
    void refusesToEndWhatWasNotBegun() {
        assertThatIllegalStateException()
                .isThrownBy(() -> JsonMessageWriter.compact().endMessage());
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> JsonMessageWriter.compact().value(1).endMessage().endMessage());
    }
}
