package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.CommandBinder.ActionHandler;
import dev.qmp.dispatch.spi.CommandBinder.AsyncHandler;
import dev.qmp.dispatch.spi.CommandBinder.ValueHandler;

/** A bound handler of one of the four kinds. */
sealed interface Handler {
    /**
     * Returns a value.
     *
     * @param handler the provider's
     */
    record Value(ValueHandler handler) implements Handler {}

    /**
     * Returns nothing.
     *
     * @param handler the provider's
     */
    record Action(ActionHandler handler) implements Handler {}

    /**
     * Completes later.
     *
     * @param handler the provider's
     */
    record Async(AsyncHandler handler) implements Handler {}

    /**
     * Replies from a script, now or later.
     *
     * @param handler the script's
     */
    record Scripted(ScriptedHandler handler) implements Handler {}
}
