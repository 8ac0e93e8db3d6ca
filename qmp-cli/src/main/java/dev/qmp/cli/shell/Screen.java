package dev.qmp.cli.shell;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where lines are typed and shown. */
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
     * Shows text, above the line that is being typed. Any thread.
     *
     * @param text one or more lines, without an end
     */
    void print(String text);

    /**
     * Calls something when the user interrupts, until the next call.
     *
     * @param action what to do; called by another thread
     */
    void onInterrupt(Runnable action);

    @Override
    void close() throws IOException;
}
