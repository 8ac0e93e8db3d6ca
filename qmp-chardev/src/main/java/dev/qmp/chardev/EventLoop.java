package dev.qmp.chardev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One thread that owns channels, watches, timers and everything reached through them.
 *
 * <p>A turn runs the queued tasks, then the timers that are due, then waits for channels and serves those that are
 * ready. Read interest is not recomputed here: a device changes its own interest when its state changes, so idle devices
 * cost nothing per turn. The selector is opened with the first channel; until then the loop parks.
 *
 * <p>Ownership is a lock. {@link #run()} holds it for the loop's whole life, {@link #turn} for one turn, and {@link #call}
 * takes it for a moment if nobody holds it, that is before the loop has started and after it has ended. Whoever releases
 * it looks once more for callers that came meanwhile, so that no caller waits for nobody.
 *
 * <p>Thread: {@link #execute}, {@link #schedule}, {@link #call}, {@link #stop}, {@link #join} and {@link #inLoop} may be
 * called by any thread, all else by the owner only.
 */
public final class EventLoop {
    private static final int TASKS_PER_TURN = 256;

    private final String name;
    private final LoopSettings settings;

    // Any thread.
    private final TaskQueue tasks = new TaskQueue();
    private final AtomicInteger waitingCalls = new AtomicInteger();
    private final LoopOwnership ownership = new LoopOwnership(this);
    private final Milestone running = new Milestone();
    private final Milestone done = new Milestone();
    private volatile @Nullable Thread started;
    private volatile boolean stopRequested;
    private volatile boolean ended;

    // The owner only, but for waking it.
    private final TimerQueue timers;
    private final LoopChannels channels = new LoopChannels(this, tasks);
    private final LoopWait wait;
    private @Nullable ByteBuffer readBuffer;

    private EventLoop(String name, LoopSettings settings) {
        this.name = name;
        this.settings = settings;
        this.timers = new TimerQueue(settings.nanoClock());
        this.wait = new LoopWait(tasks, channels, ownership, settings);
    }

    /**
     * Makes a loop that does not run yet.
     *
     * @param name the name of its thread
     * @return the loop
     */
    public static EventLoop create(String name) {
        return create(name, LoopSettings.DEFAULT);
    }

    /**
     * Makes a loop that does not run yet.
     *
     * @param name the name of its thread
     * @param settings how it runs
     * @return the loop
     */
    public static EventLoop create(String name, LoopSettings settings) {
        return new EventLoop(name, settings);
    }

    /**
     * The loop whose thread this is.
     *
     * @return the loop that the calling thread owns now, or null
     */
    public static @Nullable EventLoop current() {
        return LoopOwnership.current();
    }

    /**
     * The name.
     *
     * @return the name given at creation
     */
    public String name() {
        return name;
    }

    /**
     * Runs the loop in the calling thread until {@link #stop()}; what was queued before the stop is still run. An interrupt of
     * the thread does not end the loop; the thread has it again when this returns.
     */
    public void run() {
        ownership.take();
        EventLoop outer = ownership.enter();
        running.reached();
        try {
            while (!stopRequested) {
                turnOwned(Long.MAX_VALUE);
            }
            boolean more = true; // what was queued before the stop, and what that queued
            while (more) {
                more = tasks.runDeferred();
                more |= tasks.run(Integer.MAX_VALUE);
            }
        } finally {
            channels.close();
            ended = true;
            leave(outer);
            done.reached();
        }
    }

    /**
     * Runs the loop in a daemon thread of its own, named like the loop. When this returns, that thread owns the loop.
     *
     * @return the thread, started
     */
    public Thread start() {
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        started = thread;
        thread.start();
        running.awaitUninterruptibly();
        return thread;
    }

    /**
     * Makes one turn in the calling thread.
     *
     * @param maxWaitNanos how long to wait for work at most, in nanoseconds; 0 does not wait
     * @return true if anything was done
     */
    public boolean turn(long maxWaitNanos) {
        ownership.take();
        EventLoop outer = ownership.enter();
        try {
            return turnOwned(maxWaitNanos);
        } finally {
            leave(outer);
        }
    }

    /**
     * Says whether the calling thread owns the loop now.
     *
     * @return true in tasks, timers and callbacks of this loop
     */
    public boolean inLoop() {
        return ownership.isMine();
    }

    /**
     * Queues a task; wakes the loop only if it sleeps. A task for a loop that has ended runs in the calling thread.
     *
     * @param task what to run in the loop's thread
     */
    public void execute(Runnable task) {
        tasks.add(task);
        wait.wake();
        if (ended) {
            help();
        }
    }

    /**
     * Queues a task for the loop's next turn: channels, timers and other tasks come first. From another thread the same as
     * {@link #execute}.
     *
     * @param task what to run in the loop's thread
     */
    public void executeNextTurn(Runnable task) {
        if (inLoop()) {
            tasks.addForNextTurn(task);
        } else {
            execute(task);
        }
    }

    /**
     * Runs a task in the loop and waits for its end; at once if the caller is the loop's thread. Before the loop has
     * started and after it has ended the calling thread runs it, as the loop's owner for the moment. The caller may hold no
     * lock that a callback of the loop takes.
     *
     * @param task what to run; what it throws is thrown here
     * @throws IllegalStateException if the caller is another loop's thread: loops never wait for each other
     */
    public void call(Runnable task) {
        if (inLoop()) {
            task.run();
            return;
        }
        EventLoop current = LoopOwnership.current();
        if (current != null) {
            throw new IllegalStateException("loop " + current.name + " may not wait for loop " + name);
        }
        LoopCall call = new LoopCall(task);
        waitingCalls.incrementAndGet();
        try {
            execute(call);
            help();
            call.await();
        } finally {
            waitingCalls.decrementAndGet();
        }
        call.rethrow();
    }

    /**
     * Runs a task in the loop without waiting; at once if the caller is the loop's thread.
     *
     * @param task what to run
     * @return completed when the task has run, exceptionally if it threw
     */
    public CompletionStage<Void> submit(Runnable task) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Runnable wrapped = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
                return;
            }
            result.complete(null);
        };
        if (inLoop()) {
            wrapped.run();
        } else {
            execute(wrapped);
        }
        return result;
    }

    /**
     * Runs a task once after a delay.
     *
     * @param delayNanos the delay in nanoseconds; 0 or less runs it in the next turn
     * @param task what to run in the loop's thread
     * @return a handle to cancel it
     */
    public Timer schedule(long delayNanos, Runnable task) {
        Timer timer = timers.create(delayNanos, task);
        if (inLoop()) {
            timers.add(timer);
        } else {
            execute(() -> timers.add(timer));
        }
        return timer;
    }

    /**
     * Says that what is being served probably has a sequel at once: a loop that spins {@linkplain LoopSettings#spinsOnDemand on
     * demand} looks for it before its next wait. In the loop.
     */
    public void expectMore() {
        wait.expectMore();
    }

    /** Asks the loop to end after its present turn. */
    public void stop() {
        stopRequested = true;
        execute(() -> {});
    }

    /**
     * Says whether the loop was asked to end.
     *
     * @return true after {@link #stop()}
     */
    public boolean isStopped() {
        return stopRequested;
    }

    /** Waits, uninterruptibly, until {@link #run()} has returned; does not wait for a loop that nobody runs. */
    public void join() {
        if (started == null && !ownership.isTaken()) {
            return;
        }
        done.awaitUninterruptibly();
    }

    /** Releases the selector of a loop that is driven by {@link #turn} or was never run. */
    public void close() {
        stopRequested = true;
        call(() -> {
            channels.close();
            ended = true;
        });
    }

    /**
     * Watches a channel. The channel must be in non-blocking mode.
     *
     * @param channel the channel
     * @param interest the operations to look for, as in {@link SelectionKey}
     * @param handler what to do when one is ready
     * @return the watch
     * @throws IOException if the selector cannot be opened or the channel is closed
     */
    public ChannelWatch watch(SelectableChannel channel, int interest, ReadyHandler handler) throws IOException {
        checkInLoop();
        return channels.watch(channel, interest, handler);
    }

    /**
     * The buffer that all devices of this loop read into.
     *
     * @return a direct buffer, cleared; its contents are valid until control returns to the loop
     */
    public ByteBuffer readBuffer() {
        ByteBuffer buffer = readBuffer;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(settings.readBufferSize());
            readBuffer = buffer;
        }
        return buffer.clear();
    }

    @Override
    public String toString() {
        return "EventLoop[" + name + "]";
    }

    void checkInLoop() {
        if (!inLoop()) {
            throw new IllegalStateException("not in " + this);
        }
    }

    private void leave(@Nullable EventLoop outer) {
        wait.restoreInterrupt();
        ownership.release(outer);
        if (!inLoop()) {
            help();
        }
    }

    /** Runs the tasks here if somebody waits for them, or nobody else ever will, and nobody owns the loop. */
    private void help() {
        while ((waitingCalls.get() > 0 || ended) && !tasks.isEmpty() && !inLoop() && ownership.tryTake()) {
            EventLoop outer = ownership.enter();
            try {
                tasks.run(Integer.MAX_VALUE);
            } finally {
                ownership.release(outer);
            }
        }
    }

    private boolean turnOwned(long maxWaitNanos) {
        boolean worked = tasks.runDeferred();
        worked |= tasks.run(TASKS_PER_TURN);
        worked |= timers.runDue(TaskQueue::runSafely);
        long nanos = worked || stopRequested || tasks.hasAny() ? 0 : Math.min(maxWaitNanos, timers.nanosToNext());
        try {
            worked |= wait.poll(nanos);
        } catch (IOException e) {
            throw new UncheckedIOException("selector of " + this, e);
        }
        return worked;
    }
}
