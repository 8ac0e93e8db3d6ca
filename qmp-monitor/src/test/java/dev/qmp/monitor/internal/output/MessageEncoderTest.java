package dev.qmp.monitor.internal.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.internal.control.schema.QMPCapability;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The order of members and the end of the line. Specification: json-out-order, json-out-line. */
class MessageEncoderTest {
    private static final JsonObject VALUE = JsonValues.object().add("a", 1).build();
    private static final JsonValue ID = JsonValues.string("é");
    private static final Instant TIME = Instant.ofEpochSecond(12, 34_567_890);

    private final MessageEncoder encoder = MessageEncoder.ofThread(false);

    private static String text(ByteBuffer message) {
        return US_ASCII.decode(message).toString();
    }

    @Test
    void greetsWithTheVersionAndThenTheCapabilities() {
        assertThat(text(encoder.greeting(VALUE, List.of(QMPCapability.OOB))))
                .isEqualTo("{\"QMP\": {\"version\": {\"a\": 1}, \"capabilities\": [\"oob\"]}}\r\n");
        assertThat(text(encoder.greeting(VALUE, List.of())))
                .isEqualTo("{\"QMP\": {\"version\": {\"a\": 1}, \"capabilities\": []}}\r\n");
    }

    @Test
    void putsTheIdAfterAValueAndBeforeAnError() {
        assertThat(text(encoder.reply(new Reply.Success(VALUE), ID)))
                .isEqualTo("{\"return\": {\"a\": 1}, \"id\": \"\\u00E9\"}\r\n");
        assertThat(text(encoder.reply(new Reply.Success(VALUE), null))).isEqualTo("{\"return\": {\"a\": 1}}\r\n");
        Reply failure = new Reply.Failure(QmpError.generic("no"));
        assertThat(text(encoder.reply(failure, ID)))
                .isEqualTo("{\"id\": \"\\u00E9\", \"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}\r\n");
        assertThat(text(encoder.reply(failure, null)))
                .isEqualTo("{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}\r\n");
    }

    @Test
    void stampsEventsToTheMicrosecond() {
        String stamp = "{\"timestamp\": {\"seconds\": 12, \"microseconds\": 34567}, \"event\": \"E\"";
        assertThat(text(encoder.event("E", VALUE, TIME))).isEqualTo(stamp + ", \"data\": {\"a\": 1}}\r\n");
        assertThat(text(encoder.event("E", null, TIME))).isEqualTo(stamp + "}\r\n");
    }

    @Test
    void indentsWhereThatIsWanted() {
        assertThat(text(MessageEncoder.ofThread(true).reply(new Reply.Success(VALUE), null)))
                .isEqualTo("{\r\n    \"return\": {\r\n        \"a\": 1\r\n    }\r\n}\r\n");
    }

    @Test
    void belongsToOneThread() {
        assertThat(MessageEncoder.ofThread(false)).isSameAs(encoder).isNotSameAs(MessageEncoder.ofThread(true));
        assertThat(CompletableFuture.supplyAsync(() -> MessageEncoder.ofThread(false))
                        .join())
                .isNotSameAs(encoder);
    }
}
