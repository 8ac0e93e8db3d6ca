package dev.qmp.chardev.internal.mux;

import dev.qmp.chardev.CharFrontend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The output of all front ends of a multiplexer to its base, with a time at the start of each line if that is wanted.
 *
 * <p>Thread: any; guarded by its monitor.
 */
final class MuxOutput {
    private final CharFrontend base;
    private boolean timestamps;
    private boolean lineStart = true;
    private long zero = -1;
    private @Nullable ByteBuffer stamp; // the part of a time that the base has not taken yet

    MuxOutput(CharFrontend base) {
        this.base = base;
    }

    synchronized void toggleTimestamps() {
        timestamps = !timestamps;
        zero = -1;
        lineStart = false;
    }

    synchronized int write(ByteBuffer source) throws IOException {
        if (!timestamps && stamp == null) {
            return base.connection().write(source);
        }
        int start = source.position();
        while (source.hasRemaining()) {
            if (lineStart && stamp == null) {
                stamp = newStamp();
            }
            ByteBuffer waiting = stamp;
            if (waiting != null) {
                base.connection().write(waiting);
                if (waiting.hasRemaining()) {
                    break;
                }
                stamp = null;
                lineStart = false;
            }
            if (!writeLine(source)) {
                break;
            }
        }
        return source.position() - start;
    }

    private boolean writeLine(ByteBuffer source) throws IOException {
        int limit = source.limit();
        int end = source.position();
        while (end < limit && source.get(end) != '\n') {
            end++;
        }
        boolean whole = end < limit;
        source.limit(whole ? end + 1 : limit);
        try {
            base.connection().write(source);
        } finally {
            end = source.limit();
            source.limit(limit);
        }
        if (source.position() < end) {
            return false;
        }
        lineStart = whole && timestamps;
        return true;
    }

    private ByteBuffer newStamp() {
        long now = System.nanoTime() / 1_000_000;
        if (zero < 0) {
            zero = now;
        }
        long millis = now - zero;
        long seconds = millis / 1000;
        String text = String.format(
                Locale.ROOT, "[%02d:%02d:%02d.%03d] ", seconds / 3600, seconds / 60 % 60, seconds % 60, millis % 1000);
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
