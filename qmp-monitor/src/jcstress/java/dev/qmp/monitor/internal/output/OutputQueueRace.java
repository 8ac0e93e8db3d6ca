package dev.qmp.monitor.internal.output;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.WatchCallback;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.Watch;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.monitor.internal.queue.ReadSuspension;
import dev.qmp.monitor.internal.queue.ReadSuspension.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Both threads send while the device drains: every byte leaves once, in order, and reading is not suspended for ever. */
@JCStressTest
@Outcome(id = "7, 1, 0", expect = Expect.ACCEPTABLE, desc = "all bytes, each message whole, not suspended")
@Outcome(expect = Expect.FORBIDDEN, desc = "bytes lost, doubled or mixed, or a suspension that stays")
@State
public class OutputQueueRace {
    private final ReadSuspension suspension = new ReadSuspension();
    private final Device device = new Device();
    private final OutputQueue queue = new OutputQueue(
            device,
            2,
            100,
            new MemoryBudget(1 << 20).open("client", 0, (bytes, limit) -> {}),
            new OutputQueue.Listener() {
                @Override
                public void outputFull(boolean full) {
                    if (full) {
                        suspension.raise(Reason.OUTPUT_FULL);
                    } else {
                        suspension.lift(Reason.OUTPUT_FULL);
                    }
                }

                @Override
                public void outputDrained() {}

                @Override
                public void outputFailed(String reason, long unread, Throwable cause) {}

                @Override
                public void outputClosed() {}
            });

    /** Takes nothing until it is opened. Written to under the queue's lock. */
    private static final class Device implements CharConnection, Watch {
        private final StringBuilder taken = new StringBuilder();
        private volatile boolean open;
        private final AtomicReference<WatchCallback> watch = new AtomicReference<>();

        @Override
        public int write(ByteBuffer source) {
            int count = 0;
            while (open && source.hasRemaining()) {
                taken.append((char) source.get());
                count++;
            }
            return count;
        }

        @Override
        public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
            watch.set(callback);
            return this;
        }

        @Override
        public void close() {}

        @Override
        public boolean isActive() {
            return watch.get() != null;
        }

        @Override
        public void remove() {}

        @Override
        public CompletionStage<Void> removeAsync() {
            return CompletableFuture.completedFuture(null);
        }

        void turn() {
            WatchCallback callback = watch.getAndSet(null);
            if (callback != null && callback.ready(WatchCondition.OUT)) {
                watch.compareAndSet(null, callback);
            }
        }
    }

    public OutputQueueRace() {
        send("k"); // from here on the device is watched
    }

    private void send(String message) {
        queue.send(ByteBuffer.wrap(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Actor
    public void dispatcher() {
        send("abc");
    }

    @Actor
    public void ioThread() {
        device.open = true;
        device.turn();
        send("xyz");
    }

    @Arbiter
    public void judge(III_Result result) {
        device.turn();
        device.turn();
        String taken = device.taken.toString();
        result.r1 = taken.length();
        result.r2 = taken.equals("kabcxyz") || taken.equals("kxyzabc") ? 1 : 0;
        result.r3 = suspension.isRaised() ? 1 : 0;
    }
}
