package dev.qmp.chardev.spi;

import java.io.IOException;

/**
 * Makes pseudo-terminals; what the JDK cannot do. A service of the context, for the back end {@code pty}.
 *
 * <p>Thread: any.
 */
public interface PseudoTerminals {
    /**
     * Makes a pseudo-terminal whose far side is raw and which nobody has open.
     *
     * @return the near side
     * @throws IOException if the system has none left, or this Java cannot make any
     */
    PseudoTerminal open() throws IOException;

    /**
     * The near side of a pseudo-terminal.
     *
     * <p>Thread: reading by one thread, writing by one thread; {@link #close} by any, and it ends what blocks.
     */
    interface PseudoTerminal extends AutoCloseable {
        /**
         * Returns where the far side is opened.
         *
         * @return a path such as {@code /dev/pts/1}
         */
        String path();

        /**
         * Reads what the far side wrote.
         *
         * @param target takes the bytes
         * @param wait whether to wait for the first one
         * @return the number of bytes; 0 if there are none now and it does not wait; -1 if nobody has the far side open
         * @throws IOException if the terminal is closed
         */
        int read(byte[] target, boolean wait) throws IOException;

        /**
         * Writes all bytes; waits while the far side reads none.
         *
         * @param bytes the bytes
         * @param offset where they begin
         * @param length how many
         * @throws IOException if nobody has the far side open, or the terminal is closed
         */
        void write(byte[] bytes, int offset, int length) throws IOException;

        @Override
        void close();
    }
}
