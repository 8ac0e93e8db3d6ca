package dev.qmp.monitor.internal.human;

import dev.qmp.dispatch.Request;

/** What a line means: something to print, or a command to run. */
public sealed interface LineResult {
    /**
     * A text to print, and nothing to run.
     *
     * @param text the text, empty or ending in a line feed
     */
    record Text(String text) implements LineResult {}

    /**
     * A command to run; {@link HumanCommands#text} makes a text of its reply.
     *
     * @param request the command
     */
    record Call(Request request) implements LineResult {}
}
