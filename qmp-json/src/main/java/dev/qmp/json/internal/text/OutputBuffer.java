package dev.qmp.json.internal.text;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growable buffer of bytes to be sent. Thread: confined to its owner. */
public abstract class OutputBuffer {
    private static final int INITIAL = 512;
    private static final int KEPT = 1 << 16;
    private static final int MOST_KEPT = 1 << 22;

    /** The content ends before {@link #end}; after {@link #ensure} there is room from there on. */
    byte[] bytes;

    int end;
    private int start;
    private ByteBuffer view;

    OutputBuffer() {
        this(INITIAL);
    }

    OutputBuffer(int capacity) {
        bytes = new byte[capacity];
        view = ByteBuffer.wrap(bytes);
    }

    /** The bytes, from {@link #start()} on, {@link #size()} of them; another array after the next write. */
    public byte[] array() {
        return bytes;
    }

    /** Where the content begins in {@link #array()}. */
    public int start() {
        return start;
    }

    /** The length of the content. */
    public int size() {
        return end - start;
    }

    /** A view of the content, the same object as long as the array is. */
    public ByteBuffer view() {
        if (view.array() != bytes) {
            view = ByteBuffer.wrap(bytes);
        }
        return view.limit(end).position(start);
    }

    /** Copies the content. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** Drops the first bytes. */
    public void discard(int n) {
        if (n < 0 || n > end - start) {
            throw new IllegalArgumentException("cannot discard " + n + " of " + (end - start) + " bytes");
        }
        start += n;
        if (start == end) {
            clear();
        }
    }

    /** Drops everything, and the memory too when it is large and was not needed this time, or very large. */
    public void clear() {
        boolean oversized = bytes.length > MOST_KEPT || (bytes.length > KEPT && end < bytes.length / 8);
        start = 0;
        end = 0;
        if (oversized) {
            bytes = new byte[INITIAL];
            view = ByteBuffer.wrap(bytes);
        }
    }

    /** Gives the memory back when nothing is in it. */
    public void trim() {
        if (start == end && bytes.length > INITIAL) {
            bytes = new byte[INITIAL];
            view = ByteBuffer.wrap(bytes);
            start = 0;
            end = 0;
        }
    }

    /** Makes room for {@code n} more bytes. */
    public void ensure(int n) {
        if (bytes.length - end < n) {
            grow(n);
        }
    }

    private void grow(int n) {
        int size = end - start;
        if (start >= size && bytes.length - size >= n) {
            System.arraycopy(bytes, start, bytes, 0, size);
        } else {
            long wanted = Math.max((long) size + n, 2L * bytes.length);
            int most = Integer.MAX_VALUE - 16;
            if ((long) size + n > most) {
                // Not an OutOfMemoryError, which would mean that memory is exhausted.
                throw new IllegalStateException("more than 2 GB of output");
            }
            byte[] larger = new byte[(int) Math.min(wanted, most)];
            System.arraycopy(bytes, start, larger, 0, size);
            bytes = larger;
        }
        start = 0;
        end = size;
    }

    /** Appends one byte. */
    public void put(int b) {
        if (end == bytes.length) {
            grow(1);
        }
        bytes[end++] = (byte) b;
    }

    /** Appends bytes as they are. */
    public void put(byte[] a, int from, int length) {
        ensure(length);
        System.arraycopy(a, from, bytes, end, length);
        end += length;
    }

    /** Appends bytes as they are. */
    public void put(byte[] a) {
        put(a, 0, a.length);
    }

    /** Appends what remains in a buffer. */
    public void put(ByteBuffer buffer) {
        int n = buffer.remaining();
        ensure(n);
        buffer.get(bytes, end, n);
        end += n;
    }
}
