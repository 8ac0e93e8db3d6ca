package dev.qmp.json;

import jakarta.json.JsonValue;

/**
 * Takes what a {@link JsonMessageParser} finds, in the order of the input. It is called in the thread that feeds the parser, within
 * {@code feed} or {@code flush}; of the parser's methods it may call only {@link JsonMessageParser#pause pause}. What it throws comes out of
 * {@code feed}, and the parser can continue after the message.
 *
 * @param <C> what the parser hands back with each call, for instance the connection
 */
public interface MessageHandler<C> {
    /**
     * Takes a message.
     *
     * @param context the parser's context
     * @param value any JSON value, immutable
     */
    void message(C context, JsonValue value);

    /**
     * Takes the report of a message that was dropped, or of bytes that were skipped.
     *
     * @param context the parser's context
     * @param error what was wrong
     */
    void error(C context, JsonError error);
}
