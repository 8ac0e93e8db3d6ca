package dev.qmp.monitor;

import static dev.qmp.monitor.Schedules.same;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.monitor.internal.output.OutputQueue;
import dev.qmp.monitor.internal.queue.ReadSuspension;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Two threads send while the peer takes a few bytes at a time, one of them asks for the end once all has left, and in some
 * schedules the peer leaves: every message leaves whole and once and the end comes once, or the failure does; whoever waits for
 * the rest to leave hears of it once.
 */
final class OutputQueueSchedules {
    private static final Set<String> WHOLE = Set.of("abcde", "xyabcde", "abcxyde", "abcdexy");

    private OutputQueueSchedules() {}

    static void run(int number) {
        boolean leaves = number % 3 == 0;
        EventLoop io = EventLoop.create("io", Schedules.LOOPS);
        MemoryDevice device = new MemoryDevice(io);
        End end = new End(io);
        AtomicInteger drained = new AtomicInteger();
        OutputQueue queue = new OutputQueue(
                device.handle().attach().connection(),
                2,
                100,
                new MemoryBudget(1 << 20).open("client", 0, (bytes, limit) -> {}),
                end);
        Thread loop = Schedules.run(io);
        Thread other = Schedules.start(() -> send(queue, "xy"));
        Thread peer = Schedules.start(() -> {
            device.takes(1);
            if (leaves) {
                device.leaves();
            } else {
                device.takes(2);
                device.takes(100);
            }
        });
        send(queue, "abc");
        queue.whenDrained(drained::incrementAndGet);
        send(queue, "de");
        queue.closeWhenDrained();
        Schedules.join(other, peer);
        if (leaves && end.ends() == 0) {
            io.stop(); // whoever sends nothing and waits for nothing does not learn that the peer has left
        }
        Schedules.join(loop);
        same("drained", 1, drained.get());
        if (leaves) {
            same("at most one end", true, end.ends() <= 1);
        } else {
            same("closed", 1, end.closed.get());
            same("failed", 0, end.failed.get());
            same("suspended", false, end.suspension.isRaised());
            same("whole messages: " + device.written(), true, WHOLE.contains(device.written()));
        }
        same("kept", true, queue.isDrained());
    }

    private static void send(OutputQueue queue, String text) {
        queue.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static final class End implements OutputQueue.Listener {
        private final ReadSuspension suspension = new ReadSuspension();
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final EventLoop loop;

        End(EventLoop loop) {
            this.loop = loop;
        }

        int ends() {
            return closed.get() + failed.get();
        }

        @Override
        public void outputFull(boolean full) {
            if (full) {
                suspension.raise(ReadSuspension.Reason.OUTPUT_FULL);
            } else {
                suspension.lift(ReadSuspension.Reason.OUTPUT_FULL);
            }
        }

        @Override
        public void outputDrained() {}

        @Override
        public void outputFailed(String reason, long unread, @Nullable Throwable cause) {
            failed.incrementAndGet();
            loop.stop();
        }

        @Override
        public void outputClosed() {
            closed.incrementAndGet();
            loop.stop();
        }
    }
}
