package dev.qmp.monitor;

import dev.qmp.chardev.loop.EventLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The dispatcher's last moments: no request runs any more, and its loop goes on until all that was sent has left, or the time is
 * over. It goes on because output of the devices that live in it leaves by it.
 */
final class Flush {
    private Flush() {}

    /**
     * Begins; the loop is stopped in the end.
     *
     * @param loop the dispatcher's loop, in which this is called
     * @param monitors whose sessions have sent something
     * @param time how long at most
     */
    static void thenStop(EventLoop loop, Collection<HostedMonitor> monitors, Duration time) {
        AtomicInteger waiting = new AtomicInteger(1);
        Runnable drained = () -> {
            if (waiting.decrementAndGet() == 0) {
                loop.stop();
            }
        };
        for (HostedMonitor monitor : monitors) {
            monitor.forEachSession(session -> {
                waiting.incrementAndGet();
                session.whenDrained(drained);
            });
        }
        if (waiting.get() > 1) {
            loop.schedule(time.toNanos(), loop::stop);
        }
        drained.run();
    }
}
