package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.RingBuffer;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A device that keeps the newest bytes, to be read and written by commands; its front end never gets input.
 *
 * <p>Thread: stateless.
 */
public final class RingbufBackend implements ChardevBackend {
    private static final long DEFAULT_SIZE = 65536;
    private static final long LARGEST = 1L << 30;

    /** Makes the back end. */
    public RingbufBackend() {}

    @Override
    public String name() {
        return "ringbuf";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("memory");
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        // A command's number may be negative, which is not a power of two.
        long size = options.fromCommandLine()
                ? options.options().size("size", DEFAULT_SIZE)
                : options.number("size", DEFAULT_SIZE);
        if (size == 0 && options.fromCommandLine()) {
            size = DEFAULT_SIZE;
        }
        if (size <= 0 || Long.bitCount(size) != 1) {
            throw new ChardevException("size of ringbuf chardev must be power of two");
        }
        if (size > LARGEST) {
            throw new ChardevException("size of ringbuf chardev must be at most 1G");
        }
        return new RingbufDevice(options, context, (int) size);
    }

    /** The device. Thread: the ring is guarded by this object's monitor. */
    private static final class RingbufDevice extends CharDevice implements RingBuffer {
        private final byte[] ring;
        private long produced;
        private long consumed;

        RingbufDevice(ChardevOptions options, ChardevContext context, int size) {
            super(options, context, Set.of());
            ring = new byte[size];
            port.setFilename(options.type());
            port.setOpen(true);
        }

        @Override
        public int writeBytes(ByteBuffer source) {
            int count = source.remaining();
            byte[] bytes = new byte[count];
            source.get(bytes);
            put(bytes);
            return count;
        }

        @Override
        public synchronized void put(byte[] bytes) {
            for (int i = Math.max(0, bytes.length - ring.length); i < bytes.length; i++) {
                ring[(int) (produced++ & (ring.length - 1))] = bytes[i];
            }
            consumed = Math.max(consumed, produced - ring.length);
        }

        @Override
        public synchronized byte[] take(long max) {
            byte[] bytes = new byte[(int) Math.min(max, produced - consumed)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = ring[(int) (consumed++ & (ring.length - 1))];
            }
            return bytes;
        }

        @Override
        public void closeInLoop() {
            port.setOpen(false);
        }
    }
}
