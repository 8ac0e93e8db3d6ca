package dev.qmp.chardev;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A socket below TLS that sends records otherwise than they were written: byte by byte, their beginning only, or in two parts.
 *
 * <p>Thread: the test's.
 */
final class CutSocket extends Socket {
    private final Runnable between;
    private boolean singly;
    private int cut = Integer.MAX_VALUE;
    private boolean silent;
    private int lastLength;

    /**
     * Connects.
     *
     * @param between what to do between two parts
     */
    CutSocket(int port, Runnable between) throws IOException {
        this.between = between;
        setTcpNoDelay(true);
        connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** From now on each byte is sent alone. */
    void sendSingly() {
        singly = true;
    }

    /** From now on each record is sent in two parts, the first of so many bytes. */
    void cutAt(int length) {
        cut = length;
    }

    /** Sends only so many bytes of the next record, and nothing afterwards. */
    void endAt(int length) {
        cut = length;
        silent = true;
    }

    /** How long the last record was, in bytes. */
    int lastLength() {
        return lastLength;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                lastLength = length;
                int first = Math.min(cut, length);
                if (silent) {
                    cut = 0;
                    out.write(bytes, offset, first);
                } else if (singly) {
                    for (int i = offset; i < offset + length; i++) {
                        out.write(bytes, i, 1);
                    }
                } else {
                    out.write(bytes, offset, first);
                    between.run();
                    out.write(bytes, offset + first, length - first);
                }
            }
        };
    }
}
