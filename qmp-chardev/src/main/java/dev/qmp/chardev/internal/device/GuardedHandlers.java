package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharHandlers;
import java.nio.ByteBuffer;

/**
 * The callbacks of a front end, with their exceptions contained. An exception is reported and ends the current peer's connection;
 * until the next peer comes, the front end gets events only.
 *
 * <p>Thread: the device's loop.
 */
final class GuardedHandlers implements CharHandlers {
    private final Device device;
    private final CharHandlers handlers;
    private boolean failed;

    GuardedHandlers(Device device, CharHandlers handlers) {
        this.device = device;
        this.handlers = handlers;
    }

    @Override
    public int canRead() {
        if (failed) {
            return 0;
        }
        try {
            return handlers.canRead();
        } catch (Throwable e) {
            fail("canRead", e);
            return 0;
        }
    }

    @Override
    public void read(ByteBuffer bytes) {
        try {
            handlers.read(bytes);
        } catch (Throwable e) {
            bytes.position(bytes.limit());
            fail("read", e);
        }
    }

    @Override
    public void event(CharEvent event) {
        failed &= event != CharEvent.OPENED;
        try {
            handlers.event(event);
        } catch (Throwable e) {
            fail("event " + event, e);
        }
    }

    @Override
    public boolean endOfInput() {
        try {
            return failed || handlers.endOfInput();
        } catch (Throwable e) {
            fail("endOfInput", e);
            return true;
        }
    }

    private void fail(String callback, Throwable cause) {
        failed = true;
        device.report("its front end failed in " + callback + "; the connection is closed", cause);
        device.backend().endVisitInLoop();
    }
}
