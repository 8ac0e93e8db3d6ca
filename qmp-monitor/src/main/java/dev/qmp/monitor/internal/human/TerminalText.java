package dev.qmp.monitor.internal.human;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text for a terminal: UTF-8, with CR LF for each line feed. Kept until it is taken.
 *
 * <p>Thread: confined to the session.
 */
public final class TerminalText {
    private static final int KEPT = 1 << 14;

    private byte[] bytes = new byte[256];
    private int size;

    /** Makes an empty text. */
    public TerminalText() {}

    /** Appends text. */
    public void print(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        print(encoded, 0, encoded.length);
    }

    /** Appends bytes. */
    void print(byte[] source, int from, int to) {
        if (bytes.length - size < 2 * (to - from)) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, 2 * (to - from))));
        }
        for (int i = from; i < to; i++) {
            if (source[i] == '\n') {
                bytes[size++] = '\r';
            }
            bytes[size++] = source[i];
        }
    }

    /** Takes all that was printed; the buffer is valid until the next call of any method. */
    public ByteBuffer take() {
        ByteBuffer taken = ByteBuffer.wrap(bytes, 0, size);
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[256];
        }
        return taken;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}
