package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.StandardStreams;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Standard input and output, for one device at a time.
 *
 * <p>Thread: the flag is atomic.
 */
public final class StdioBackend implements ChardevBackend {
    private static final AtomicBoolean IN_USE = new AtomicBoolean();

    /** Makes the back end. */
    public StdioBackend() {}

    @Override
    public String name() {
        return "stdio";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        if (!IN_USE.compareAndSet(false, true)) {
            throw new ChardevException("cannot use stdio by multiple character devices");
        }
        try {
            StandardStreams streams = context.service(StandardStreams.class).orElseGet(StandardStreams::ofProcess);
            return new StdioDevice(options, context, streams, () -> IN_USE.set(false));
        } catch (RuntimeException | Error e) {
            IN_USE.set(false);
            throw e;
        }
    }
}
