package dev.qmp.chardev.spi;

import java.io.IOException;

/**
 * Makes pseudo-terminals, which the JDK cannot do. A service of the context, for the back end {@code pty}.
 *
 * <p>Thread: any.
 */
public interface PseudoTerminals {
    /**
     * Makes a pseudo-terminal whose slave side is raw and not open.
     *
     * @return the master side
     * @throws IOException if the system has none left, or this Java cannot make any
     */
    PseudoTerminal open() throws IOException;

    /**
     * The master side of a pseudo-terminal.
     *
     * <p>Thread: reading by one thread, writing by one thread; {@link #close} by any, which ends blocked calls.
     */
    interface PseudoTerminal extends AutoCloseable {
        /**
         * The path of the slave side.
         *
         * @return a path such as {@code /dev/pts/1}
         */
        String path();

        /**
         * Reads what was written to the slave side.
         *
         * @param target takes the bytes
         * @param wait whether to wait for the first one
         * @return the number of bytes; 0 if there are none now and it does not wait; -1 if the slave side is not open
         * @throws IOException if the terminal is closed
         */
        int read(byte[] target, boolean wait) throws IOException;

        /**
         * Writes all bytes; waits while the slave side does not read.
         *
         * @param bytes the bytes
         * @param offset where they begin
         * @param length how many
         * @throws IOException if the slave side is not open, or the terminal is closed
         */
        void write(byte[] bytes, int offset, int length) throws IOException;

        @Override
        void close();
    }
}
