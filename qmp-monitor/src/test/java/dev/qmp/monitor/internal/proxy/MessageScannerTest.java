package dev.qmp.monitor.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies of a server with the ids of clients, wherever the bytes are cut. */
class MessageScannerTest {
    private static final int LIMIT = 1 << 20;

    private static String withId(String message, JsonValue id) throws Exception {
        MessageScanner scanner = new MessageScanner(LIMIT);
        scanner.add(bytes(message));
        assertThat(scanner.next()).isTrue();
        ReplyWriter whole = new ReplyWriter();
        whole.append(scanner, id);
        String reply = text(whole.take());
        ByteBuffer start = scanner.message();
        start.limit(start.position() + ReplyWriter.before(scanner, id));
        assertThat(text(start) + text(new ReplyWriter().rest(scanner, id))).isEqualTo(reply);
        return reply;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String text(ByteBuffer buffer) {
        return UTF_8.decode(buffer).toString();
    }

    private static JsonValue json(String text) throws JsonParseException {
        return JsonText.parse(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"return\": {}, \"id\": 17}                    | {\"return\": {}, \"id\": \"a\"}                   | {\"return\": {}}",
                "{\"id\": 17, \"error\": {\"id\": 1}}            | {\"id\": \"a\", \"error\": {\"id\": 1}}           | {\"error\": {\"id\": 1}}",
                "{ \"return\" : [1.50, {\"id\": 2}] , \"id\" : 17 } | { \"return\" : [1.50, {\"id\": 2}] , \"id\" : \"a\" } | { \"return\" : [1.50, {\"id\": 2}]  }",
                "{\"return\": \"}\\\"id\\\\\", \"id\": 17}        | {\"return\": \"}\\\"id\\\\\", \"id\": \"a\"}       | {\"return\": \"}\\\"id\\\\\"}",
                "{\"error\": {\"class\": \"GenericError\"}}      | {\"id\": \"a\", \"error\": {\"class\": \"GenericError\"}} | {\"error\": {\"class\": \"GenericError\"}}",
                "{\"return\": {}, \"id\": 17, \"more\": 1}       | {\"return\": {}, \"id\": \"a\", \"more\": 1}      | {\"return\": {}, \"more\": 1}",
            })
    void replacesTheIdAndNothingElse(String message, String withId, String without) throws Exception {
        assertThat(withId(message, json("\"a\""))).isEqualTo(withId + "\r\n");
        assertThat(withId(message, null)).isEqualTo(without + "\r\n");
    }

    @Test
    void takesIdsOfAnyType() throws Exception {
        for (String id : List.of("null", "[1, {\"a\": []}]", "{}", "-1.5", "true", "\"\\u00E9\"")) {
            assertThat(withId("{\"return\": {}, \"id\": 1}", json(id)))
                    .isEqualTo("{\"return\": {}, \"id\": " + id + "}\r\n");
        }
    }

    @Property
    void findsTheSameMessagesWhereverTheyAreCut(@ForAll Random random) throws Exception {
        List<String> sent = new ArrayList<>();
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String filling = "\\\\\\\"{[x]}:,\\u00e9é".repeat(random.nextInt(9));
            String message =
                    switch (random.nextInt(5)) {
                        case 0 -> "{\"return\": {\"a\": [\"" + filling + "\", 1]}, \"id\": " + i + "}";
                        case 1 -> "{\"id\": " + i + ", \"error\": {\"class\": \"" + filling + "\"}}";
                        case 2 -> "{\n    \"return\": \"" + filling + "\",\n    \"id\": " + i + "\n}";
                        case 3 -> "{\"return\": [" + nested(random, 0) + "], \"id\": " + i + "}";
                        default ->
                            "{\"timestamp\": {\"seconds\": 1}, \"event\": \"E" + i + "\", \"data\": {\"return\": 1}}";
                    };
            sent.add(message);
            stream.append(message).append("\r\n".repeat(random.nextInt(3)));
        }
        byte[] all = stream.toString().getBytes(UTF_8);
        MessageScanner scanner = new MessageScanner(LIMIT);
        List<String> found = new ArrayList<>();
        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + 1 + random.nextInt(60));
            scanner.add(ByteBuffer.wrap(all, from, to - from));
            while (scanner.next()) {
                int number = found.size();
                String message = text(scanner.message());
                found.add(message);
                if (message.contains("\"event\"")) {
                    assertThat(scanner.kind()).isEqualTo(MessageScanner.Kind.EVENT);
                    assertThat(scanner.event()).isEqualTo("E" + number);
                } else {
                    assertThat(scanner.id()).isEqualTo(number);
                    assertThat(scanner.kind())
                            .isEqualTo(
                                    message.contains("\"error\"")
                                            ? MessageScanner.Kind.ERROR
                                            : MessageScanner.Kind.RETURN);
                }
            }
            from = to;
        }
        assertThat(found).isEqualTo(sent);
    }

    private static String nested(Random random, int depth) {
        StringBuilder members = new StringBuilder();
        for (int i = random.nextInt(5); depth < 6 && i > 0; i--) {
            members.append(members.length() == 0 ? "" : "," + " ".repeat(random.nextInt(3)))
                    .append('"')
                    .append("[{}],:id".substring(random.nextInt(9)))
                    .append(random.nextInt(4) == 0 ? "\\\"" : "")
                    .append("\": ")
                    .append(random.nextBoolean() ? nested(random, depth + 1) : "[[\"}\", []], {}]");
        }
        return "{" + members + "}";
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 400 Bad Request", "[1]", "]", "'\"text\"'"})
    void refusesWhatIsNotAServersOutput(String output) throws Exception {
        MessageScanner scanner = new MessageScanner(LIMIT);
        scanner.add(bytes(output));
        assertThatExceptionOfType(MessageScanner.Fault.class)
                .isThrownBy(scanner::next)
                .withMessage("there is something other than JSON objects in its output");
    }

    @Test
    void refusesAMessageThatIsTooLong() throws Exception {
        MessageScanner scanner = new MessageScanner(100_000);
        scanner.add(bytes("{\"return\": \""));
        assertThat(scanner.next()).isFalse();
        scanner.add(bytes("x".repeat(60_000)));
        assertThat(scanner.next()).isFalse();
        assertThatExceptionOfType(MessageScanner.Fault.class)
                .isThrownBy(() -> scanner.add(bytes("x".repeat(60_000))))
                .withMessage("a message has more than 100000 bytes");
    }
}
