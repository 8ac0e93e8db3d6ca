package dev.qmp.chardev;

/**
 * A device that remembers the newest bytes its front end wrote, for {@code ringbuf-read} and {@code ringbuf-write}.
 *
 * <p>Thread: any.
 */
public interface RingBuffer {
    /**
     * Adds bytes; the oldest make room.
     *
     * @param bytes the bytes
     */
    void put(byte[] bytes);

    /**
     * Takes the oldest bytes out.
     *
     * @param max how many at most, 0 or more
     * @return the bytes, none if there are none
     */
    byte[] take(long max);
}
