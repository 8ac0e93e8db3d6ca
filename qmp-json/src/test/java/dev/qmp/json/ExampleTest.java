package dev.qmp.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;

class ExampleTest {
    @Test
    void theExampleOfThePackageWorks() {
        JsonMessageWriter out = JsonMessageWriter.compact();
        MessageHandler<JsonMessageWriter> echo = new MessageHandler<>() {
            @Override
            public void message(JsonMessageWriter w, JsonValue value) {
                w.beginObject().name("return").value(value).endObject().endMessage();
            }

            @Override
            public void error(JsonMessageWriter w, JsonError error) {
                w.value(JsonValues.object().add("error", error.description()).build())
                        .endMessage();
            }
        };
        new JsonMessageParser<>(out, echo).feed("{'id': 1} [2, @".getBytes(UTF_8));

        assertThat(out).hasToString("{\"return\": {\"id\": 1}}\r\n{\"error\": \"JSON parse error, stray '@'\"}\r\n");
    }
}
