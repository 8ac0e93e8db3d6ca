package dev.qmp.chardev.internal.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Writes of heap buffers in pieces of limited size, because the JDK keeps a direct buffer per thread as large as the largest
 * heap buffer written.
 *
 * <p>Thread: stateless.
 */
final class HeapWrites {
    private static final int LARGEST = 128 * 1024;

    private HeapWrites() {}

    /** Writes what the channel takes without blocking. */
    static int write(SocketChannel channel, ByteBuffer source) throws IOException {
        if (source.isDirect() || source.remaining() <= LARGEST) {
            return channel.write(source);
        }
        int limit = source.limit();
        int total = 0;
        try {
            while (source.position() < limit) {
                int piece = Math.min(LARGEST, limit - source.position());
                source.limit(source.position() + piece);
                int count = channel.write(source);
                total += count;
                if (count < piece) {
                    break;
                }
            }
        } finally {
            source.limit(limit);
        }
        return total;
    }
}
