package dev.qmp.cli.shell;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where lines are typed and output is shown. */
interface Screen extends AutoCloseable {
    /**
     * Waits for a line. Called by one thread.
     *
     * @param prompt what to show before it
     * @return the line, or null at the end of the input
     * @throws IOException if the input cannot be read
     */
    @Nullable
    String read(String prompt) throws IOException;

    /**
     * Shows what is not a reply: an event, an error, a message of the shell. May be called by any thread.
     *
     * @param text one or more lines, without the last line feed
     */
    void tell(String text);

    /** Ends reading: there is no server any more. May be called by any thread. */
    void stopReading();

    /**
     * Shows a reply, above the line being typed. May be called by any thread.
     *
     * @param text one or more lines, without the last line feed
     */
    void print(String text);

    /**
     * Shows what was asked for and is there now: in a pager if it is longer than the screen. May be called by any thread.
     *
     * @param text one or more lines, without the last line feed
     */
    default void page(String text) {
        print(text);
    }

    /**
     * Sets the action for when the user interrupts; it replaces the one before.
     *
     * @param action the action; runs in another thread
     */
    void onInterrupt(Runnable action);

    @Override
    void close() throws IOException;
}
