/**
 * Values, incremental parser and writer of the JSON dialect of a QMP monitor.
 *
 * <p>The dialect is JSON with strings in single quotes too, messages that follow each other without separators, distinct int64, uint64 and
 * double numbers, strict checks of characters and keys, and recovery after errors. Values are {@code jakarta.json}'s.
 *
 * <pre>{@code
 * JsonMessageWriter out = JsonMessageWriter.compact();
 * MessageHandler<JsonMessageWriter> echo = new MessageHandler<>() {
 *     public void message(JsonMessageWriter w, JsonValue value) {
 *         w.beginObject().name("return").value(value).endObject().endMessage();
 *     }
 *     public void error(JsonMessageWriter w, JsonError error) {
 *         w.value(JsonValues.object().add("error", error.description()).build()).endMessage();
 *     }
 * };
 * new JsonMessageParser<>(out, echo).feed("{'id': 1} [2, @".getBytes(UTF_8));
 * }</pre>
 */
package dev.qmp.json;
