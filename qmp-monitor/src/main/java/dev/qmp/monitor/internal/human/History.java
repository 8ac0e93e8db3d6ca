package dev.qmp.monitor.internal.human;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines entered last, each once.
 *
 * <p>Thread: confined to the monitor's loop.
 */
public final class History {
    private static final int CAPACITY = 64;

    private final List<String> lines = new ArrayList<>();
    private int at = -1;

    /** Makes an empty history. */
    public History() {}

    /** Adds a line, as the newest, and leaves the place that {@link #up} and {@link #down} moved. */
    void add(byte[] line, int length) {
        at = -1;
        if (length == 0) {
            return;
        }
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        if (!lines.remove(text) && lines.size() == CAPACITY) {
            lines.remove(0);
        }
        lines.add(text);
    }

    /** Goes to the next older line; returns null if there is none. */
    byte @Nullable [] up() {
        int older = at < 0 ? lines.size() - 1 : at - 1;
        if (older < 0) {
            return null;
        }
        at = older;
        return line();
    }

    /** Goes to the next newer line, after the newest to an empty one; returns null if nothing was recalled. */
    byte @Nullable [] down() {
        if (at < 0) {
            return null;
        }
        at++;
        if (at < lines.size()) {
            return line();
        }
        at = -1;
        return new byte[0];
    }

    private byte[] line() {
        return lines.get(at).getBytes(StandardCharsets.ISO_8859_1);
    }
}
