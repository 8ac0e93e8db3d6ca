package dev.qmp.chardev.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.Await;
import dev.qmp.chardev.ChardevException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventLoopTest {
    private final AtomicLong clock = new AtomicLong();
    private final EventLoop loop = EventLoop.create("tested", LoopSettings.DEFAULT.withNanoClock(clock::get));
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void close() {
        loop.stop();
        loop.close();
    }

    @Test
    void runsTasksInOrderWithinOneTurn() {
        loop.execute(() -> done.add("a"));
        loop.execute(() -> done.add("b"));
        assertThat(loop.turn(0)).isTrue();
        assertThat(done).containsExactly("a", "b");
        assertThat(loop.turn(0)).isFalse();
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        loop.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        loop.execute(() -> done.add("after"));
        loop.turn(0);
        assertThat(done).containsExactly("after");
    }

    @Test
    void runsTimersWhenDueInTheOrderOfTheirTimes() {
        loop.schedule(300, () -> done.add("late"));
        loop.schedule(100, () -> done.add("early"));
        Timer cancelled = loop.schedule(200, () -> done.add("never"));
        cancelled.cancel();
        loop.turn(0);
        assertThat(done).isEmpty();
        clock.set(100);
        loop.turn(0);
        assertThat(done).containsExactly("early");
        clock.set(1000);
        loop.turn(0);
        assertThat(done).containsExactly("early", "late");
        assertThat(cancelled.isPending()).isFalse();
    }

    @Test
    void aPlainThreadsCallRunsAtOnceBeforeTheStart() {
        loop.execute(() -> done.add("queued before"));
        loop.call(() -> done.add("called " + loop.inLoop()));
        assertThat(done).containsExactly("queued before", "called true");
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void aPlainThreadsCallRunsInTheLoopsThreadWhileItRuns() {
        AtomicReference<Thread> seen = new AtomicReference<>();
        Thread thread = loop.start();
        loop.call(() -> seen.set(Thread.currentThread()));
        assertThat(seen.get()).isSameAs(thread);
        assertThat(thread.getName()).isEqualTo("tested");
    }

    @Test
    void whatIsSentToALoopThatHasEndedRunsInTheSendersThread() {
        Thread thread = loop.start();
        loop.stop();
        loop.join();
        Await.until("end of the thread", () -> !thread.isAlive());
        loop.execute(() -> done.add("executed"));
        loop.call(() -> done.add("called"));
        assertThat(done).containsExactly("executed", "called");
    }

    @Test
    void whatWasQueuedBeforeTheStopIsStillRun() {
        loop.execute(loop::stop);
        loop.execute(() -> done.add("after stop"));
        loop.run();
        assertThat(done).containsExactly("after stop");
    }

    @Test
    void theCallersExceptionComesBack() {
        assertThatThrownBy(() -> loop.call(() -> {
                    throw new ChardevException("on purpose");
                }))
                .isInstanceOf(ChardevException.class)
                .hasMessage("on purpose");
    }

    @Test
    void aLoopNeverWaitsForAnotherLoop() {
        EventLoop other = EventLoop.create("other");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        other.execute(() -> {
            try {
                loop.call(() -> {});
                thrown.complete(null);
            } catch (IllegalStateException e) {
                thrown.complete(e);
            }
        });
        other.turn(0);
        other.close();
        assertThat(thrown.join()).hasMessage("loop other may not wait for loop tested");
    }

    @Test
    void aWatchRemovedInItsOwnCallbackHasFiredForTheLastTime() throws IOException {
        Pipe pipe = readablePipe();
        AtomicInteger fired = new AtomicInteger();
        AtomicReference<ChannelWatch> self = new AtomicReference<>();
        loop.call(() -> self.set(watch(pipe, ops -> {
            fired.incrementAndGet();
            self.get().remove();
        })));
        loop.turn(0);
        loop.turn(0);
        assertThat(fired.get()).isEqualTo(1);
        assertThat(self.get().isActive()).isFalse();
    }

    @Test
    void ofTwoReadyWatchesTheOneRemovedByTheOtherDoesNotFire() throws IOException {
        Pipe first = readablePipe();
        Pipe second = readablePipe();
        List<ChannelWatch> watches = new ArrayList<>();
        List<String> fired = new ArrayList<>();
        loop.call(() -> {
            watches.add(watch(first, ops -> {
                fired.add("first");
                watches.get(1).remove();
            }));
            watches.add(watch(second, ops -> {
                fired.add("second");
                watches.get(0).remove();
            }));
        });
        loop.turn(0);
        loop.turn(0);
        assertThat(fired.stream().distinct()).hasSize(1);
    }

    @Test
    void aChannelCanBeWatchedAgainAtOnceEvenInsideACallback() throws IOException {
        Pipe pipe = readablePipe();
        AtomicReference<ChannelWatch> current = new AtomicReference<>();
        loop.call(() -> current.set(watch(pipe, ops -> {
            done.add("old");
            current.get().remove();
            current.set(watch(pipe, again -> {
                done.add("new");
                current.get().remove();
            }));
        })));
        loop.turn(0);
        loop.turn(0);
        loop.turn(0);
        loop.turn(0);
        assertThat(done).containsExactly("old", "new");
    }

    @Test
    void aLoopWhoseLastChannelHasGoneStillRunsTasksAndTakesAnother() throws IOException {
        loop.start();
        CountDownLatch served = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            Pipe pipe = readablePipe();
            AtomicReference<ChannelWatch> watch = new AtomicReference<>();
            loop.call(() -> watch.set(watch(pipe, ops -> {
                served.countDown();
                watch.get().remove();
            })));
            // Each task finds the loop asleep in its selector, about to close that, or parked.
            for (int task = 0; task < 200; task++) {
                CountDownLatch run = new CountDownLatch(1);
                loop.execute(run::countDown);
                awaitLatch(run);
            }
            pipe.source().close();
            pipe.sink().close();
        }
        awaitLatch(served);
    }

    @Test
    void aHandlerThatThrowsLosesItsWatchOnly() throws IOException {
        Pipe pipe = readablePipe();
        AtomicReference<ChannelWatch> watch = new AtomicReference<>();
        loop.call(() -> watch.set(watch(pipe, ops -> {
            throw new IllegalStateException("on purpose");
        })));
        loop.turn(0);
        assertThat(watch.get().isActive()).isFalse();
        loop.execute(() -> done.add("alive"));
        loop.turn(0);
        assertThat(done).containsExactly("alive");
    }

    @Test
    void spinsWithoutMissingWork() {
        EventLoop spinning = EventLoop.create("spinning", LoopSettings.DEFAULT.withSpinNanos(50_000));
        spinning.start();
        for (int i = 0; i < 200; i++) {
            spinning.call(() -> done.add("x"));
        }
        spinning.stop();
        spinning.join();
        assertThat(done).hasSize(200);
    }

    @Test
    void spinsOnDemandWithoutMissingWork() {
        EventLoop spinning = EventLoop.create(
                "spinning", LoopSettings.DEFAULT.withSpinNanos(50_000).withSpinsOnDemand(true));
        spinning.start();
        for (int i = 0; i < 200; i++) {
            boolean more = i % 3 != 0;
            spinning.call(() -> {
                done.add("x");
                if (more) {
                    spinning.spinBeforeNextWait();
                }
            });
        }
        spinning.stop();
        spinning.join();
        assertThat(done).hasSize(200);
    }

    @Test
    void anInterruptIsKeptForWhoeverRunsTheLoopAndEndsNoWait() throws IOException {
        Pipe pipe = readablePipe();
        loop.call(() -> watch(pipe, ops -> {}).setInterest(0));
        Thread.currentThread().interrupt();
        loop.turn(1);
        assertThat(Thread.interrupted()).isTrue();

        Thread runner = loop.start();
        loop.call(() -> runner.interrupt());
        AtomicBoolean pending = new AtomicBoolean(true);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (pending.get()) { // until the loop has waited once
            assertThat(System.nanoTime()).isLessThan(deadline);
            loop.call(() -> pending.set(runner.isInterrupted()));
        }
        loop.stop();
        loop.join();
    }

    private ChannelWatch watch(Pipe pipe, ReadyHandler handler) {
        try {
            return loop.channels().watch(pipe.source(), SelectionKey.OP_READ, handler);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Pipe readablePipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().write(java.nio.ByteBuffer.wrap(new byte[] {1}));
        return pipe;
    }

    // --- what fails ends alone ---

    private static final class Unchecked extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Checked extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static List<Throwable> failures() {
        return List.of(
                new IllegalStateException(),
                new Unchecked(),
                new StackOverflowError(),
                new OutOfMemoryError("on purpose"),
                new Checked());
    }

    private final List<Throwable> reported = new ArrayList<>();
    private final EventLoop supervised = EventLoop.create(
            "supervised",
            LoopSettings.DEFAULT.withNanoClock(clock::get).withErrorHandler((what, failure) -> reported.add(failure)));

    @ParameterizedTest
    @MethodSource("failures")
    void whatATaskThrowsEndsTheTaskAloneAndIsReported(Throwable thrown) {
        supervised.execute(() -> EventLoopTest.<RuntimeException>sneaky(thrown));
        supervised.execute(() -> done.add("after"));
        supervised.turn(0);
        assertThat(done).containsExactly("after");
        assertThat(reported).containsExactly(thrown);
        supervised.close();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatATimerThrowsEndsTheTimerAloneAndIsReported(Throwable thrown) {
        supervised.schedule(1, () -> EventLoopTest.<RuntimeException>sneaky(thrown));
        supervised.schedule(2, () -> done.add("after"));
        supervised.turn(0);
        clock.set(5);
        supervised.turn(0);
        assertThat(done).containsExactly("after");
        assertThat(reported).containsExactly(thrown);
        supervised.close();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatAChannelsHandlerThrowsEndsItsWatchAndItsDeviceHears(Throwable thrown) throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        AtomicReference<Throwable> heard = new AtomicReference<>();
        AtomicReference<ChannelWatch> watch = new AtomicReference<>();
        supervised.call(() -> {
            try {
                watch.set(supervised.channels().watch(pipe.source(), SelectionKey.OP_READ, new ReadyHandler() {
                    @Override
                    public void ready(int readyOps) {
                        EventLoopTest.<RuntimeException>sneaky(thrown);
                    }

                    @Override
                    public void failed(Throwable cause) {
                        heard.set(cause);
                        throw new Unchecked();
                    }
                }));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        while (heard.get() == null) {
            supervised.turn(TimeUnit.SECONDS.toNanos(1));
        }
        supervised.execute(() -> done.add("after"));
        supervised.turn(0);
        assertThat(heard.get()).isSameAs(thrown);
        assertThat(watch.get().isActive()).isFalse();
        assertThat(done).containsExactly("after");
        assertThat(reported).hasSize(2).first().isSameAs(thrown);
        supervised.close();
        pipe.source().close();
        pipe.sink().close();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatASubmittedTaskThrowsReachesItsStage(Throwable thrown) {
        CompletionStage<Void> stage = supervised.submit(() -> EventLoopTest.<RuntimeException>sneaky(thrown));
        supervised.turn(0);
        assertThatThrownBy(() -> stage.toCompletableFuture().join()).hasCause(thrown);
        assertThatThrownBy(() -> supervised.call(() -> EventLoopTest.<RuntimeException>sneaky(thrown)))
                .isSameAs(thrown);
        supervised.close();
    }

    @Test
    void aHandlerOfErrorsThatThrowsHarmsNobody() {
        EventLoop careless = EventLoop.create("careless", LoopSettings.DEFAULT.withErrorHandler((what, failure) -> {
            throw new Unchecked();
        }));
        careless.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        careless.execute(() -> done.add("after"));
        careless.turn(0);
        assertThat(done).containsExactly("after");
        careless.close();
    }

    @Test
    void memoryThatIsExhaustedAgainAtOnceEndsTheLoop() {
        Runnable exhausting = () -> {
            throw new OutOfMemoryError("on purpose");
        };
        supervised.execute(exhausting);
        supervised.turn(0);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(20));
        supervised.execute(exhausting);
        supervised.turn(0);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        supervised.execute(exhausting);
        supervised.execute(() -> done.add("queued before"));
        assertThatThrownBy(supervised::run)
                .isInstanceOf(LoopFailedException.class)
                .hasMessageContaining("supervised")
                .hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(done).containsExactly("queued before");
        assertThatThrownBy(() -> supervised.termination().toCompletableFuture().join())
                .hasCauseInstanceOf(LoopFailedException.class);
        supervised.execute(() -> done.add("run by its caller"));
        assertThat(done).contains("run by its caller");
    }

    @Test
    void aLoopThreadThatFailsIsReportedAndJoined() {
        AtomicReference<Throwable> told = new AtomicReference<>();
        EventLoop failing = EventLoop.create(
                "failing", LoopSettings.DEFAULT.withErrorHandler((what, failure) -> told.set(failure)));
        failing.execute(() -> {
            throw new OutOfMemoryError("on purpose");
        });
        failing.execute(() -> {
            throw new OutOfMemoryError("once more");
        });
        Thread thread = failing.start();
        failing.join();
        Await.until("the thread ends", () -> !thread.isAlive());
        assertThat(told.get()).isInstanceOf(LoopFailedException.class);
    }

    // --- ends that used to hang or to lose something ---

    @Test
    void joinDoesNotWaitForALoopThatOnlyACallOwns() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Thread caller = new Thread(() -> loop.call(() -> {
            inside.countDown();
            awaitLatch(leave);
        }));
        caller.start();
        inside.await();
        loop.join();
        leave.countDown();
        caller.join();
        loop.join();
    }

    @Test
    void aTaskForTheNextTurnOfALoopThatHasEndedRuns() {
        loop.close();
        loop.execute(() -> loop.executeNextTurn(() -> done.add("deferred")));
        assertThat(done).containsExactly("deferred");
        loop.executeNextTurn(() -> done.add("from outside"));
        assertThat(done).containsExactly("deferred", "from outside");
    }

    @Test
    void aTaskForTheNextTurnOfALoopThatIsClosedInsteadRuns() {
        loop.call(() -> loop.executeNextTurn(() -> done.add("deferred")));
        assertThat(done).isEmpty();
        loop.close();
        assertThat(done).containsExactly("deferred");
    }

    @Test
    void aTimerThatWillNeverFireIsCancelled() {
        Timer before = loop.schedule(1, () -> done.add("never"));
        loop.turn(0);
        loop.close();
        Timer after = loop.schedule(1, () -> done.add("never"));
        assertThat(before.isPending()).isFalse();
        assertThat(after.isPending()).isFalse();
    }

    @Test
    void closingALoopThatRunsStopsItInItsOwnThread() {
        Thread thread = loop.start();
        loop.close();
        loop.join();
        Await.until("the thread ends", () -> !thread.isAlive());
        assertThat(loop.isStopped()).isTrue();
    }

    @Test
    void joinWithATimeGivesUpOnALoopThatIsKept() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        loop.start();
        loop.execute(() -> {
            inside.countDown();
            awaitLatch(leave);
        });
        awaitLatch(inside);
        loop.stop();
        assertThat(loop.join(1)).isFalse();
        leave.countDown();
        assertThat(loop.join(Long.MAX_VALUE)).isTrue();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
