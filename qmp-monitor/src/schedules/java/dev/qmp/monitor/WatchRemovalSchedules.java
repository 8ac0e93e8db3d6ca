package dev.qmp.monitor;

import static dev.qmp.monitor.Schedules.same;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Watch;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches of a device's output are removed by a thread and by another loop while they fire and, in some schedules, while the
 * device moves to that other loop: every removal ends, and nothing fires after it.
 */
final class WatchRemovalSchedules {
    private WatchRemovalSchedules() {}

    static void run(int number) {
        boolean moves = number % 2 == 0;
        EventLoop io = EventLoop.create("io", Schedules.LOOPS);
        EventLoop other = EventLoop.create("other", Schedules.LOOPS);
        MemoryDevice device = new MemoryDevice(io);
        CharFrontend frontend = device.handle().attach();
        frontend.setHandlers(new Nobody(), io);
        Thread ioThread = Schedules.run(io);
        Thread otherThread = Schedules.run(other);
        AtomicInteger removals = new AtomicInteger();
        Thread peer = Schedules.start(() -> {
            device.connect();
            device.takes(1);
            if (number % 3 == 0) {
                device.takes(1);
            }
        });
        Thread remover = Schedules.start(() -> {
            Observed watch = new Observed(frontend);
            watch.watch.remove();
            watch.removed = true;
            removals.incrementAndGet();
        });
        other.execute(() -> {
            Observed watch = new Observed(frontend);
            watch.watch.removeAsync().thenRun(() -> {
                watch.removed = true;
                removals.incrementAndGet();
            });
        });
        if (moves) {
            frontend.setHandlers(new Nobody(), other);
        }
        Schedules.join(peer, remover);
        frontend.detach();
        device.handle().close();
        other.stop();
        other.join();
        io.stop();
        Schedules.join(ioThread, otherThread);
        same("removals", 2, removals.get());
    }

    /** A watch that fires as often as it may. */
    private static final class Observed {
        private final Watch watch;
        private volatile boolean removed;

        Observed(CharFrontend frontend) {
            watch = frontend.connection().addWatch(EnumSet.allOf(WatchCondition.class), condition -> {
                same("fires after its removal", false, removed);
                return true;
            });
        }
    }

    private static final class Nobody implements CharHandlers {
        @Override
        public int canRead() {
            return 0;
        }

        @Override
        public void read(ByteBuffer bytes) {}

        @Override
        public void event(CharEvent event) {}
    }
}
