package dev.qmp.monitor;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a monitor, once: no more callbacks, then what the monitor does, then its device is free or closed.
 *
 * <p>Thread: safe for use by any thread; a loop's thread does not wait for it, any other does.
 */
final class MonitorEnd {
    private final CharFrontend frontend;
    private final EventLoop loop;
    private final Runnable over;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Prepares the end.
     *
     * @param frontend the monitor's device
     * @param loop the loop that it lives in
     * @param over what the monitor does when no callback will come any more
     */
    MonitorEnd(CharFrontend frontend, EventLoop loop, Runnable over) {
        this.frontend = frontend;
        this.loop = loop;
        this.over = over;
    }

    /** Ends the monitor and closes its device. */
    void close() {
        end(true);
    }

    /** Ends the monitor and leaves its device. */
    void remove() {
        end(false);
    }

    private void end(boolean withDevice) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Chardev device = frontend.chardev();
        if (EventLoop.current() == null) {
            frontend.setHandlers(null, loop);
            over.run();
            frontend.detach();
            if (withDevice) {
                device.close();
            }
            return;
        }
        CompletionStage<Void> done =
                frontend.setHandlersAsync(null, loop).thenRun(over).thenCompose(nothing -> frontend.detachAsync());
        if (withDevice) {
            done.thenCompose(nothing -> device.closeAsync());
        }
    }
}
