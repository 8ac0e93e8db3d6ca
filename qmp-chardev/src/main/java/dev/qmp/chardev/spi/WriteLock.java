package dev.qmp.chardev.spi;

import java.nio.ByteBuffer;

/**
 * The lock that every write to a device holds. Leaving it records in the device's log file, if there is one, what was taken.
 *
 * <pre>{@code
 * int from = lock.enter(source);
 * try {
 *     return channel.write(source);
 * } finally {
 *     lock.leave(source, from);
 * }
 * }</pre>
 *
 * <p>Thread: any.
 */
public interface WriteLock {
    /**
     * Takes the lock for a write.
     *
     * @param source the bytes about to be written
     * @return where they start, for {@link #leave}
     */
    int enter(ByteBuffer source);

    /**
     * Records what was taken and releases the lock.
     *
     * @param source the bytes; what precedes its position was taken
     * @param from the result of {@link #enter}
     */
    void leave(ByteBuffer source, int from);
}
