package dev.qmp.monitor;

import static dev.qmp.monitor.Schedules.same;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Timer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads call a loop and hand it tasks while it starts, runs and is stopped, or is never run at all: each task is run once, each
 * call and each join returns, no timer is left waiting.
 */
final class EventLoopSchedules {
    private EventLoopSchedules() {}

    static void run(int number) {
        EventLoop loop = EventLoop.create("loop", Schedules.LOOPS);
        if (number % 2 == 0) {
            crowd(loop, number % 3 != 0, number % 4 == 0);
        } else {
            pair(loop);
        }
    }

    /** One sender: nobody else wakes the loop for it. */
    private static void pair(EventLoop loop) {
        AtomicInteger runs = new AtomicInteger();
        Thread runner = Schedules.run(loop);
        loop.call(runs::incrementAndGet);
        loop.execute(runs::incrementAndGet);
        loop.stop();
        Schedules.join(runner);
        same("runs", 2, runs.get());
    }

    /** Several senders, and the end in the middle of it. */
    private static void crowd(EventLoop loop, boolean run, boolean closed) {
        AtomicInteger runs = new AtomicInteger();
        Timer[] timer = new Timer[1];
        Thread runner = run ? Schedules.run(loop) : new Thread();
        Thread caller = Schedules.start(() -> {
            int before = runs.get();
            loop.call(runs::incrementAndGet);
            same("called", true, runs.get() > before);
            loop.executeNextTurn(runs::incrementAndGet);
        });
        Thread sender = Schedules.start(() -> {
            loop.call(runs::incrementAndGet);
            timer[0] = loop.schedule(0, () -> {});
            loop.execute(() -> loop.executeNextTurn(runs::incrementAndGet));
        });
        loop.execute(runs::incrementAndGet);
        if (closed) {
            loop.close();
        } else {
            loop.stop();
        }
        loop.join();
        Schedules.join(runner, caller, sender);
        if (!run) {
            loop.call(() -> {}); // what was only queued runs with the next one who takes the loop
            loop.close();
        }
        same("runs", 5, runs.get());
        same("timer waits", false, timer[0].isPending());
    }
}
