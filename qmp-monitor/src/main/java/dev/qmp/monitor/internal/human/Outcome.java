package dev.qmp.monitor.internal.human;

import dev.qmp.dispatch.Request;

/** What a line comes to. */
public sealed interface Outcome {
    /**
     * A text to print, and nothing to run.
     *
     * @param text the text, empty or ending in a line feed
     */
    record Text(String text) implements Outcome {}

    /**
     * A command to run; {@link HumanCommands#text} makes a text of its reply.
     *
     * @param request the command
     */
    record Call(Request request) implements Outcome {}
}
