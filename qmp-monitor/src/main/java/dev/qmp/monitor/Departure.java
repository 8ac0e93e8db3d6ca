package dev.qmp.monitor;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way of a monitor out of its device: no handler is called any more, then its session is over, then the device is free or
 * closed.
 *
 * <p>Thread: safe for use by any thread; in a loop's thread it is done soon after the call.
 */
final class Departure {
    private final CharFrontend frontend;
    private final EventLoop loop;
    private final Runnable over;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * Prepares it.
     *
     * @param frontend the monitor's front end
     * @param loop the loop that its handlers live in
     * @param over run once the handlers are called no more; any thread
     */
    Departure(CharFrontend frontend, EventLoop loop, Runnable over) {
        this.frontend = frontend;
        this.loop = loop;
        this.over = over;
    }

    /**
     * Departs; only the first call counts.
     *
     * @param withDevice whether to close the device
     */
    void depart(boolean withDevice) {
        if (!begun.compareAndSet(false, true)) {
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
