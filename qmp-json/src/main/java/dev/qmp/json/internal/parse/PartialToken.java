package dev.qmp.json.internal.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes so far of a token that began in an earlier buffer. A long one is kept in pieces: growing an array of tens of megabytes takes so
 * long that every other client of the thread notices. Thread: confined to the scanner that owns it.
 */
final class PartialToken {
    /** The largest array that is kept for the next token. */
    private static final int KEPT = 4096;

    private static final int PIECE = 1 << 16;

    /** Full pieces. */
    private final List<byte[]> pieces = new ArrayList<>(0);
    /** What comes after them. */
    private byte[] tail = new byte[0];

    private int tailSize;

    /** How many bytes there are. */
    int size() {
        return pieces.size() * PIECE + tailSize;
    }

    /** How many bytes of memory they take, or will when they become a value, if that is much. */
    long memory() {
        if (pieces.isEmpty()) {
            return tail.length <= KEPT ? tailSize : tail.length;
        }
        return 2L * (pieces.size() * PIECE + tail.length);
    }

    void add(byte[] a, int from, int to) {
        int next = from;
        while (to - next > PIECE - tailSize) {
            int part = PIECE - tailSize;
            append(a, next, part);
            next += part;
            pieces.add(tail);
            tail = new byte[PIECE];
            tailSize = 0;
        }
        append(a, next, to - next);
    }

    private void append(byte[] a, int from, int length) {
        int size = tailSize + length;
        if (size > tail.length) {
            tail = Arrays.copyOf(tail, roomFor(size));
        }
        System.arraycopy(a, from, tail, tailSize, length);
        tailSize = size;
    }

    /** Doubles, but only up to a size that many peers may reach: what is free in theirs would add up. */
    private int roomFor(int size) {
        return size <= KEPT ? Math.max(size, Math.max(2 * tail.length, 64)) : Math.min(size + KEPT, PIECE);
    }

    /** Returns an array that begins with the bytes, and forgets them. */
    byte[] take() {
        byte[] all = tail;
        if (!pieces.isEmpty()) {
            all = new byte[size()];
            int at = 0;
            for (byte[] piece : pieces) {
                System.arraycopy(piece, 0, all, at, PIECE);
                at += PIECE;
            }
            System.arraycopy(tail, 0, all, at, tailSize);
        }
        clear();
        return all;
    }

    /** Forgets the bytes. */
    void clear() {
        tailSize = 0;
        if (tail.length > KEPT) {
            tail = new byte[0];
        }
        if (!pieces.isEmpty()) {
            pieces.clear();
        }
    }
}
