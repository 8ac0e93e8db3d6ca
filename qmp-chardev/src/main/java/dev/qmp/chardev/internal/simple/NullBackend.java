package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Devices that take everything and never have input: {@code null}; {@code msmouse}, a mouse that nobody moves; and {@code vc}, a
 * console on a display that there is not, which alone is open. Specification: {@code chardev-events-when}.
 *
 * <p>Thread: stateless.
 */
public final class NullBackend implements ChardevBackend {
    private static final String MOUSE = "msmouse";
    private static final String CONSOLE = "vc";

    /** Makes the back end. */
    public NullBackend() {}

    @Override
    public String name() {
        return "null";
    }

    @Override
    public Set<String> aliases() {
        return Set.of(MOUSE, CONSOLE);
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        return new NullDevice(options, context);
    }

    /** The device. Thread: stateless. */
    private static final class NullDevice extends CharDevice {
        NullDevice(ChardevOptions options, ChardevContext context) {
            super(options, context, Set.of());
            port.setOpen(options.type().equals(CONSOLE));
        }

        @Override
        public int writeBytes(ByteBuffer source) {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }

        @Override
        public void closeInLoop() {
            port.setOpen(false);
        }
    }
}
