package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A device that takes everything and never opens.
 *
 * <p>Thread: stateless.
 */
public final class NullBackend implements ChardevBackend {
    /** Makes the back end. */
    public NullBackend() {}

    @Override
    public String name() {
        return "null";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        return new NullDevice(options, context);
    }

    /** The device. Thread: stateless. */
    private static final class NullDevice extends CharDevice {
        NullDevice(ChardevOptions options, ChardevContext context) {
            super(options, context, Set.of());
        }

        @Override
        public int writeBytes(ByteBuffer source) {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }

        @Override
        public void closeInLoop() {}
    }
}
