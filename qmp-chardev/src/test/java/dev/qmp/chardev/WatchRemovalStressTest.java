package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.loop.ChannelWatch;
import dev.qmp.chardev.loop.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Removal against a loop that is just serving, with true threads.
 *
 * <p>The race that this guards against: one thread removes a watch while the loop's thread has already decided to call it,
 * so that the callback runs after the removal has returned, into something that was freed. Here every callback marks when it
 * is inside, and each removal is followed at once by a flag that says "freed". A removal that is no barrier - cancelling the
 * key or clearing its interest from outside - lets callbacks in after the flag within some thousand rounds; removal as a task
 * that is waited for never does. The last test does it the wrong way and shows that this harness would have seen it.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WatchRemovalStressTest {
    /** Which -Plong multiplies, and the time with it. */
    private static final int TRIES = Integer.getInteger("qmp.tries", 200);

    private final EventLoop loop = EventLoop.create("served");
    private final long started = System.nanoTime();
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1})); // always readable
        loop.start();
    }

    @AfterEach
    void close() throws IOException {
        loop.stop();
        loop.join();
        pipe.source().close();
        pipe.sink().close();
    }

    /** A slow machine does fewer rounds; the first test alone needs some hundred to see a removal that is no barrier. */
    private boolean inTime() {
        return System.nanoTime() - started < TimeUnit.MILLISECONDS.toNanos(25L * TRIES);
    }

    /** One watch with its owner's life: freed as soon as the removal has returned. */
    private final class Guarded {
        final AtomicBoolean freed = new AtomicBoolean();
        final AtomicBoolean fired = new AtomicBoolean();
        final AtomicInteger late;
        ChannelWatch watch;

        Guarded(AtomicInteger late) {
            this.late = late;
        }

        void ready(int ops) {
            fired.set(true);
            if (freed.get()) {
                late.incrementAndGet();
            }
            for (int spin = 0; spin < 100; spin++) {
                Thread.onSpinWait();
            }
            if (freed.get()) {
                late.incrementAndGet(); // freed while inside
            }
        }

        void add() {
            loop.call(() -> {
                try {
                    watch = loop.channels().watch(pipe.source(), SelectionKey.OP_READ, this::ready);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        void awaitFirst() {
            while (!fired.get()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void noCallbackRunsAfterARemovalFromAnotherThreadHasReturned() {
        AtomicInteger late = new AtomicInteger();
        for (int i = 0; i < 10 * TRIES && inTime(); i++) {
            Guarded guarded = new Guarded(late);
            guarded.add();
            if (i % 2 == 0) {
                guarded.awaitFirst();
            }
            guarded.watch.remove();
            guarded.freed.set(true);
        }
        assertThat(late.get()).isZero();
    }

    @Test
    void noCallbackRunsAfterAnAsynchronousRemovalHasCompleted() {
        AtomicInteger late = new AtomicInteger();
        EventLoop other = EventLoop.create("other");
        other.start();
        for (int i = 0; i < 10 * TRIES && inTime(); i++) {
            Guarded guarded = new Guarded(late);
            guarded.add();
            CompletableFuture<Void> freed = new CompletableFuture<>();
            other.execute(() -> guarded.watch.removeAsync().thenRun(() -> {
                guarded.freed.set(true);
                freed.complete(null);
            }));
            freed.join();
        }
        other.stop();
        other.join();
        assertThat(late.get()).isZero();
    }

    @Test
    void manyRemoversOfTheSameWatchAllReturnAndItIsRemovedOnce() throws InterruptedException {
        AtomicInteger late = new AtomicInteger();
        for (int i = 0; i < TRIES / 2 && inTime(); i++) {
            Guarded guarded = new Guarded(late);
            guarded.add();
            Thread[] removers = new Thread[4];
            for (int t = 0; t < removers.length; t++) {
                removers[t] = new Thread(guarded.watch::remove);
                removers[t].start();
            }
            for (Thread remover : removers) {
                remover.join();
            }
            guarded.freed.set(true);
            assertThat(guarded.watch.isActive()).isFalse();
        }
        assertThat(late.get()).isZero();
    }

    /** Two loops whose callbacks remove each other's watches, again and again: nobody ever waits for anybody. */
    @Test
    void twoLoopsThatRemoveEachOthersWatchesDoNotDeadlock() {
        EventLoop second = EventLoop.create("second");
        second.start();
        AtomicInteger removals = new AtomicInteger();
        CompletableFuture<Void> bothDone = CompletableFuture.allOf(
                removeAcross(loop, second, removals, 300), removeAcross(second, loop, removals, 300));
        bothDone.orTimeout(60, TimeUnit.SECONDS).join();
        second.stop();
        second.join();
        assertThat(removals.get()).isEqualTo(600);
    }

    private static CompletableFuture<Void> removeAcross(
            EventLoop from, EventLoop to, AtomicInteger removals, int left) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        from.execute(() -> step(from, to, removals, left, done));
        return done;
    }

    private static void step(
            EventLoop from, EventLoop to, AtomicInteger removals, int left, CompletableFuture<Void> done) {
        if (left == 0) {
            done.complete(null);
            return;
        }
        AtomicReference<ChannelWatch> watch = new AtomicReference<>();
        Pipe channel = openPipe();
        to.submit(() -> {
                    try {
                        watch.set(to.channels().watch(channel.source(), SelectionKey.OP_READ, ops -> {}));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .thenRun(() -> from.execute(() -> watch.get().removeAsync().thenRun(() -> {
                    removals.incrementAndGet();
                    close(channel);
                    from.execute(() -> step(from, to, removals, left - 1, done));
                })));
    }

    /** The same harness with a removal that is no barrier: it must see callbacks after it, or it proves nothing. */
    @Test
    void theHarnessSeesARemovalThatIsNoBarrier() throws IOException {
        AtomicInteger late = new AtomicInteger();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (late.get() == 0 && System.nanoTime() - deadline < 0) {
            Guarded guarded = new Guarded(late);
            guarded.add();
            guarded.awaitFirst();
            for (int spin = ThreadLocalRandom.current().nextInt(200); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            loop.execute(() -> guarded.watch.remove()); // asked for, not waited for
            guarded.freed.set(true);
            loop.call(() -> {});
        }
        assertThat(late.get()).isPositive();
    }

    private static Pipe openPipe() {
        try {
            Pipe opened = Pipe.open();
            opened.source().configureBlocking(false);
            opened.sink().write(ByteBuffer.wrap(new byte[] {1}));
            return opened;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(Pipe opened) {
        try {
            opened.source().close();
            opened.sink().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
