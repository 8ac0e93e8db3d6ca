package dev.qmp.monitor;

import static dev.qmp.monitor.Schedules.same;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.monitor.internal.queue.InBandQueue;
import dev.qmp.monitor.internal.queue.PendingRequest;
import dev.qmp.monitor.internal.queue.QueueClient;
import dev.qmp.monitor.internal.queue.ReadSuspension;
import dev.qmp.monitor.internal.queue.ReadSuspension.Reason;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two parsers in the I/O loop and one in a thread of its own add more requests than the queue and the budget take, stop when
 * they are suspended and go on when they are told to, while the dispatcher runs them: each request is run once, in order, nobody
 * stays suspended, the memory comes back, and the end is reported once. A listener that throws keeps nobody else waiting.
 */
final class InBandQueueSchedules {
    private static final Request REQUEST = Request.unparsable("");

    private InBandQueueSchedules() {}

    static void run(int number) {
        AtomicInteger contained = new AtomicInteger();
        EventLoop io = EventLoop.create("io", Schedules.LOOPS);
        EventLoop main = EventLoop.create(
                "main", Schedules.LOOPS.withErrorHandler((what, failure) -> contained.incrementAndGet()));
        // Small or about as large as what the first one has waiting.
        InBandQueue queue = new InBandQueue(main, number % 2 == 0 ? 2 : 7);
        AtomicInteger left = new AtomicInteger();
        AtomicInteger idle = new AtomicInteger();
        Runnable all = () -> queue.stop(() -> {
            idle.incrementAndGet();
            main.stop();
            io.stop();
        });
        Parser full = new Parser(queue, io, 9, left, all);
        Parser other = new Parser(queue, io, 2, left, all);
        Parser failing = new Parser(queue, io, 1, left, all);
        failing.throwsAfterwards = number % 3 == 0;
        Parser[] parsers = {full, other, failing};
        Thread ioThread = Schedules.run(io);
        Thread mainThread = Schedules.run(main);
        full.readOn();
        other.readOn();
        failing.parse();
        Schedules.join(mainThread, ioThread);
        for (Parser parser : parsers) {
            same("executed", parser.total, parser.executed);
            same("suspended", false, parser.suspension.isRaised());
            same("idle", true, queue.isIdle(parser));
        }
        same("memory", 0L, queue.waitingSize());
        same("ends", 1, idle.get());
        same("contained", failing.throwsAfterwards ? 1 : 0, contained.get());
    }

    /** Adds requests while it may. Thread: parses in the I/O loop, or in one thread before it is known to others. */
    private static final class Parser implements QueueClient {
        private final ReadSuspension suspension = new ReadSuspension();
        private final InBandQueue queue;
        private final QueueClient.Lane lane;
        private final MemoryBudget.Account account = new MemoryBudget(1 << 20).open("client", 0, (bytes, limit) -> {});
        private final EventLoop io;
        private final int total;
        private final AtomicInteger left;
        private final Runnable all;
        private boolean throwsAfterwards;
        private int added;
        private int executed; // the dispatcher

        Parser(InBandQueue queue, EventLoop io, int total, AtomicInteger left, Runnable all) {
            this.queue = queue;
            this.lane = queue.newLane(null);
            this.io = io;
            this.total = total;
            this.left = left;
            this.all = all;
            left.addAndGet(total);
        }

        private void parse() {
            while (added < total && !suspension.isRaised()) {
                added++;
                queue.add(this, REQUEST, 1);
            }
        }

        @Override
        public QueueClient.Lane lane() {
            return lane;
        }

        @Override
        public MemoryBudget.Account account() {
            return account;
        }

        @Override
        public void suspended(Reason reason, boolean raised) {
            if (raised) {
                suspension.raise(reason);
            } else {
                suspension.lift(reason);
            }
        }

        @Override
        public void readOn() {
            if (!suspension.isRaised()) {
                io.execute(this::parse);
            }
        }

        @Override
        public void later(long nanos, Runnable task) {
            io.schedule(nanos, task);
        }

        @Override
        public void execute(PendingRequest request) {
            executed++;
            if (left.decrementAndGet() == 0) {
                all.run();
            }
            request.finished();
        }

        @Override
        public void answer(PendingRequest request, Reply reply) {}

        @Override
        public void afterRequest() {
            if (throwsAfterwards) {
                throw new AssertionError("a listener that fails");
            }
        }
    }
}
