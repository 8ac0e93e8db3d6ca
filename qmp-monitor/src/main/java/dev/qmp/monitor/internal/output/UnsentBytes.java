package dev.qmp.monitor.internal.output;

import dev.qmp.chardev.CharConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that wait to be written, in pieces: they take little more memory than their size, and neither adding nor writing moves
 * bytes that are there already.
 *
 * <p>Thread: guarded by the lock of the {@link OutputQueue} that owns it.
 */
final class UnsentBytes {
    /** The least size of a piece; small messages share one. */
    private static final int PIECE = 16 * 1024;

    private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>(1); // from position to limit: to be written
    private @Nullable ByteBuffer room; // the last piece's free end, from its limit to its capacity
    private long size;
    private long memory;

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns how many bytes wait. */
    long size() {
        return size;
    }

    /** Returns the memory of the pieces, in bytes. */
    long memory() {
        return memory;
    }

    /** Adds what remains of a buffer. */
    void add(ByteBuffer bytes) {
        size += bytes.remaining();
        ByteBuffer last = room;
        if (last != null) {
            int to = last.limit();
            int count = Math.min(last.capacity() - to, bytes.remaining());
            last.limit(to + count);
            last.put(to, bytes, bytes.position(), count);
            bytes.position(bytes.position() + count);
        }
        if (bytes.hasRemaining()) {
            ByteBuffer piece = ByteBuffer.allocate(Math.max(PIECE, bytes.remaining()));
            piece.put(bytes).flip();
            memory += piece.capacity();
            pieces.add(piece);
            room = piece;
        }
    }

    /** Writes as much as the connection takes. */
    void writeTo(CharConnection connection) throws IOException {
        for (ByteBuffer piece; (piece = pieces.peek()) != null; pieces.remove()) {
            size -= connection.write(piece);
            if (piece.hasRemaining()) {
                return;
            }
            memory -= piece.capacity();
        }
        room = null;
    }

    /** Forgets everything. */
    void clear() {
        pieces.clear();
        room = null;
        size = 0;
        memory = 0;
    }
}
