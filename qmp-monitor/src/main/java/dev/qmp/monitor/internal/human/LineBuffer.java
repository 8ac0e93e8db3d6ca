package dev.qmp.monitor.internal.human;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line being edited: UTF-8, and a cursor in it.
 *
 * <p>Thread: confined to the session.
 */
final class LineBuffer {
    static final int LONGEST = 4095;

    private byte[] bytes = new byte[64];
    private int size;
    private int cursor;
    private boolean cut;

    /** Returns the bytes; only the first {@link #size} count. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    int cursor() {
        return cursor;
    }

    /** Tells whether a character of any length has room. */
    boolean hasRoomForCharacter() {
        return size < LONGEST - 3;
    }

    boolean isEqualTo(byte[] other) {
        return Arrays.equals(bytes, 0, size, other, 0, other.length);
    }

    /** Returns the text before an index. */
    String text(int end) {
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    void clear() {
        cut = false;
        size = 0;
        cursor = 0;
    }

    void moveTo(int index) {
        cursor = index;
    }

    /** Tells whether something did not fit in the line since it was empty. */
    boolean isCut() {
        return cut;
    }

    /** Inserts a byte at the cursor, and moves that after it; does nothing if the line is full. */
    void insert(int b) {
        if (size == LONGEST) {
            cut = true;
            return;
        }
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(2 * size, LONGEST));
        }
        System.arraycopy(bytes, cursor, bytes, cursor + 1, size - cursor);
        bytes[cursor++] = (byte) b;
        size++;
    }

    void insert(byte[] inserted) {
        for (byte b : inserted) {
            insert(b);
        }
    }

    void insert(String text) {
        insert(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes a range, and moves the cursor there. */
    void delete(int from, int to) {
        System.arraycopy(bytes, to, bytes, from, size - to);
        size -= to - from;
        cursor = from;
    }

    /** Returns the index of the character before the cursor. */
    int left() {
        int to = Math.max(cursor - 1, 0);
        while (to > 0 && isContinuation(bytes[to])) {
            to--;
        }
        return to;
    }

    /** Returns the index after the character at the cursor. */
    int right() {
        int to = Math.min(cursor + 1, size);
        while (to < size && isContinuation(bytes[to])) {
            to++;
        }
        return to;
    }

    /** Returns the index of the word before the cursor. */
    int wordStart() {
        int start = cursor;
        while (start > 0 && isSpace(bytes[start - 1])) {
            start--;
        }
        while (start > 0 && !isSpace(bytes[start - 1])) {
            start--;
        }
        return start;
    }

    /** Returns how many characters stand before an index. */
    int columns(int end) {
        int columns = 0;
        for (int i = 0; i < end; i++) {
            columns += isContinuation(bytes[i]) ? 0 : 1;
        }
        return columns;
    }

    /** Tells whether a byte is a UTF-8 character's second or later one. */
    static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
