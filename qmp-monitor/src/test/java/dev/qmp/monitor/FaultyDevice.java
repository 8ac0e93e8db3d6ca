package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.WatchCallback;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.Watch;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.OutputWatches;
import dev.qmp.chardev.spi.WriteLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A device in memory whose peers come one after the other, each with its input and what goes wrong with it. Input comes torn, and
 * output is taken in parts or, for a while, not at all.
 *
 * <p>Thread: as {@link Chardev}; {@link #expect} before {@link #begin}.
 */
final class FaultyDevice extends CharDevice {
    /** What goes wrong with a peer's visit. */
    enum Fault {
        NONE,
        HALF_CLOSE,
        HANG_UP_READING,
        HANG_UP_WRITING,
        WRITE_IO_EXCEPTION,
        WRITE_EXCEPTION,
        WRITE_ERROR,
        /** The connection is asked for in the callback that hears of the peer. */
        CONNECTION_THROWS,
        /** A watch is asked for with the lock of the output held, in whatever thread sends. */
        WATCH_THROWS,
        /** Half-closed; asked in the callback that hears of that, or by the dispatcher later. */
        DRAIN_THROWS,
        /** When everything ends, if the peer is still there. */
        FLUSH_THROWS,
        /** Half-closed. */
        CLOSE_THROWS;

        boolean endsInput() {
            return this == HALF_CLOSE || this == DRAIN_THROWS || this == CLOSE_THROWS;
        }
    }

    final AtomicInteger closings = new AtomicInteger();
    private final Queue<Throwable> thrown;
    private final Visit nobody = new Visit(Fault.NONE, new byte[0], 0, true, 0, new Random(0));

    // The loop.
    private final ArrayDeque<Visit> coming = new ArrayDeque<>();
    private final List<Visit> letGo = new ArrayList<>();
    private volatile @Nullable Visit present; // written in the loop

    FaultyDevice(ChardevOptions options, ChardevContext context, Queue<Throwable> thrown) {
        super(options, context, Set.of(CharFeature.GCONTEXT, CharFeature.RECONNECTABLE));
        this.thrown = thrown;
        nobody.over = true;
    }

    /**
     * Adds a peer, which comes when those before it are gone. It leaves when it has got what it is due, unless
     * it stays.
     *
     * @param fault what goes wrong
     * @param input what it sends
     * @param due how many lines it is due
     * @param stays whether it stays to the end
     * @param at after how many bytes the fault comes, of the direction it concerns
     * @param random decides the rest
     */
    Visit expect(Fault fault, byte[] input, int due, boolean stays, int at, Random random) {
        Visit visit = new Visit(fault, input, due, stays, at, random);
        coming.add(visit);
        return visit;
    }

    void begin() {
        port.runInLoop(this::next);
    }

    private void next() {
        Visit visit = present == null && !port.isClosed() ? coming.poll() : null;
        if (visit != null) {
            present = visit;
            port.emit(CharEvent.OPENED);
            feed();
        }
    }

    private void later(Runnable task) {
        port.loop().executeNextTurn(() -> port.runInLoop(task));
    }

    private void feed() {
        Visit visit = present;
        while (visit != null && visit == present && visit.hasInput()) {
            boolean ahead = visit.reading.nextInt(4) == 0 && port.readAheadSpace() > visit.input.length;
            if (!ahead && !port.takesMore()) {
                return;
            }
            port.deliver(visit.piece());
            if (visit.fault == Fault.HANG_UP_READING && visit.sent >= visit.at) {
                visit.cut = true;
                end(visit);
            } else if (visit.reading.nextInt(4) == 0) {
                later(this::feed);
                return;
            }
        }
        if (visit != null && visit == present && visit.fault.endsInput() && !visit.inputEnded) {
            visit.inputEnded = true;
            port.endOfInput(() -> end(visit), () -> letGo(visit));
        }
    }

    private void letGo(Visit visit) {
        if (!visit.over && visit == present) {
            letGo.add(visit);
            gone();
        }
    }

    private void end(Visit visit) {
        if (visit.over) {
            return;
        }
        visit.over = true;
        letGo.remove(visit);
        visit.watches.hangUp();
        if (visit == present) {
            gone();
        }
    }

    private void gone() {
        present = null;
        port.inputOver();
        port.emit(CharEvent.CLOSED);
        later(this::next);
    }

    private <T extends Throwable> T injected(T failure) {
        thrown.add(failure);
        return failure;
    }

    @Override
    public CharConnection connection() {
        Visit visit = present;
        if (visit == null) {
            return nobody;
        }
        visit.cut |= visit.fault == Fault.CONNECTION_THROWS;
        visit.fail(Fault.CONNECTION_THROWS);
        return visit;
    }

    @Override
    public void resumeInLoop() {
        feed();
    }

    @Override
    public void disconnectInLoop() {
        Visit visit = present;
        if (visit != null) {
            end(visit);
        }
    }

    @Override
    public void closeInLoop() {
        closings.incrementAndGet();
        coming.clear();
        List.copyOf(letGo).forEach(this::end);
        disconnectInLoop();
    }

    /**
     * The visit of a peer.
     *
     * <p>Thread: input is confined to the loop, output guarded by this.
     */
    final class Visit implements CharConnection {
        final Fault fault;
        private final byte[] input;
        private final int due;
        private final boolean stays;
        private final int at;
        private final OutputWatches watches = new OutputWatches(port, this, this::lookOut);

        /** Whether replies may be missing, because of the fault. */
        volatile boolean cut;

        private volatile boolean over; // written in the loop

        // The loop.
        private final Random reading;
        private int sent;
        private boolean inputEnded;
        private boolean lookingOut;

        // Guarded by this.
        private final Random writing;
        private final StringBuilder text = new StringBuilder();
        private int lines;
        private boolean failed;

        private Visit(Fault fault, byte[] input, int due, boolean stays, int at, Random random) {
            this.fault = fault;
            this.input = input;
            this.due = due;
            this.stays = stays;
            this.at = at;
            this.reading = new Random(random.nextLong());
            this.writing = new Random(random.nextLong());
        }

        /** What the peer got. */
        synchronized String text() {
            return text.toString();
        }

        boolean isOver() {
            return over;
        }

        synchronized boolean isComplete() {
            return lines >= due;
        }

        private boolean hasInput() {
            return sent < input.length;
        }

        private ByteBuffer piece() {
            int from = sent;
            sent = Math.min(input.length, from + 1 + reading.nextInt(1 << reading.nextInt(9)));
            return ByteBuffer.wrap(input, from, sent - from).slice();
        }

        /** Throws, the first time, if that is the fault. */
        private void fail(Fault now) {
            synchronized (this) {
                if (fault != now || failed) {
                    return;
                }
                failed = true;
                if (writing.nextBoolean()) {
                    throw injected(new IllegalStateException(now + " on purpose"));
                }
            }
            throw injected(new LinkageError(now + " on purpose"));
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            WriteLock lock = port.writeLock();
            int from = lock.enter(source);
            try {
                return writeBytes(source);
            } finally {
                lock.leave(source, from);
            }
        }

        private synchronized int writeBytes(ByteBuffer source) throws IOException {
            if (over) {
                throw new IOException("the peer has left");
            }
            if (!failed && text.length() >= at) {
                failNow();
            }
            int count = appetite(source.remaining());
            for (int i = 0; i < count; i++) {
                char next = (char) source.get();
                text.append(next);
                lines += next == '\n' ? 1 : 0;
            }
            if (lines >= due && !stays && !fault.endsInput()) {
                later(() -> end(this));
            }
            return count;
        }

        private void failNow() throws IOException {
            switch (fault) {
                case WRITE_IO_EXCEPTION -> {
                    failed = true;
                    cut = true;
                    throw new IOException("on purpose");
                }
                case WRITE_EXCEPTION -> {
                    failed = true;
                    cut = true;
                    throw injected(new IllegalStateException("written on purpose"));
                }
                case WRITE_ERROR -> {
                    failed = true;
                    cut = true;
                    throw injected(new LinkageError("written on purpose"));
                }
                case HANG_UP_WRITING -> {
                    failed = true;
                    cut = true;
                    later(() -> end(this));
                }
                default -> {
                    // Nothing goes wrong with writing.
                }
            }
        }

        /** How much is taken now: nothing, some or all. */
        private int appetite(int offered) {
            return switch (writing.nextInt(4)) {
                case 0 -> 0;
                case 1 -> Math.min(offered, 1 + writing.nextInt(40));
                default -> offered;
            };
        }

        private void lookOut(boolean wanted) {
            if (wanted && !lookingOut && !over) {
                lookingOut = true;
                lookOut(reading.nextInt(12));
            }
        }

        private void lookOut(int turns) {
            later(() -> {
                if (turns > 0 && !over) {
                    lookOut(turns - 1);
                } else {
                    lookingOut = false;
                    if (!over) {
                        watches.writable();
                    }
                }
            });
        }

        @Override
        public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
            cut |= fault == Fault.WATCH_THROWS;
            fail(Fault.WATCH_THROWS);
            return watches.add(conditions, callback);
        }

        @Override
        public boolean isDrained() {
            cut |= fault == Fault.DRAIN_THROWS;
            fail(Fault.DRAIN_THROWS);
            return true;
        }

        @Override
        public void whenDrained(Runnable action) {
            fail(Fault.DRAIN_THROWS);
            fail(Fault.FLUSH_THROWS);
            action.run();
        }

        @Override
        public void close() {
            port.runInLoop(() -> end(this));
            fail(Fault.CLOSE_THROWS);
        }
    }
}
