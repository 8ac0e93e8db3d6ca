package dev.qmp.monitor.internal.lifecycle;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.monitor.internal.output.OutputQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The last step of the dispatcher: no request runs, and its loop goes on until all that was sent has left, or the time is over. It goes on
 * because it sends the output of the devices that live in it.
 */
public final class OutputDrain {
    private OutputDrain() {}

    /**
     * Begins.
     *
     * @param loop the dispatcher's loop, in which this is called
     * @param outputs those of all sessions
     * @param time how long at most
     * @param then what to do in the end, perhaps twice; such as to stop the loop
     */
    public static void then(EventLoop loop, List<OutputQueue> outputs, Duration time, Runnable then) {
        AtomicInteger waiting = new AtomicInteger(1);
        Runnable drained = () -> {
            if (waiting.decrementAndGet() == 0) {
                then.run();
            }
        };
        for (OutputQueue output : outputs) {
            waiting.incrementAndGet();
            output.whenDrained(drained);
        }
        if (waiting.get() > 1) {
            loop.schedule(time.toNanos(), then);
        }
        drained.run();
    }
}
