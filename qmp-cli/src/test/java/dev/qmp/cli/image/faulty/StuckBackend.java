package dev.qmp.cli.image.faulty;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A device that cannot be closed; a plug-in of the tests. */
public final class StuckBackend implements ChardevBackend {
    /** For the service loader. */
    public StuckBackend() {}

    @Override
    public String name() {
        return "stuck";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        return new Stuck(options, context);
    }

    private static final class Stuck extends CharDevice {
        Stuck(ChardevOptions options, ChardevContext context) {
            super(options, context, Set.<CharFeature>of());
        }

        @Override
        public int writeBytes(ByteBuffer source) {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }

        @Override
        public void closeInLoop() {
            while (true) {
                LockSupport.park();
            }
        }
    }
}
