package dev.qmp.chardev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
    private static final ThreadLocal<@Nullable EventLoop> CURRENT = new ThreadLocal<>();
    private static final int TASKS_PER_TURN = 256;

    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;

    private final String name;
    private final LoopSettings settings;

    // Any thread.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sleep = new AtomicInteger(AWAKE);
    private final AtomicInteger waitingCalls = new AtomicInteger();
    private final ReentrantLock ownership = new ReentrantLock();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Thread owner;
    private volatile @Nullable Thread started;
    private volatile boolean stopRequested;
    private volatile boolean ended;

    // The owner only.
    private final TimerQueue timers;
    private final Consumer<SelectionKey> serve = EventLoop::serve;
    private volatile @Nullable Selector selector; // written by the owner, read by wakers
    private @Nullable ByteBuffer readBuffer;
    private boolean serving;
    private final SpinGovernor spinning;
    private final ArrayDeque<Runnable> nextTurn = new ArrayDeque<>(2);

    private EventLoop(String name, LoopSettings settings) {
        this.name = name;
        this.settings = settings;
        this.timers = new TimerQueue(settings.nanoClock());
        this.spinning = new SpinGovernor(settings.spinNanos());
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
        return CURRENT.get();
    }

    /**
     * The name.
     *
     * @return the name given at creation
     */
    public String name() {
        return name;
    }

    /** Runs the loop in the calling thread until {@link #stop()}; what was queued before the stop is still run. */
    public void run() {
        ownership.lock();
        EventLoop outer = enter();
        running.countDown();
        try {
            while (!stopRequested) {
                turnOwned(Long.MAX_VALUE);
            }
            boolean more = true; // what was queued before the stop, and what that queued
            while (more) {
                more = runDeferred();
                more |= runTasks(Integer.MAX_VALUE);
            }
        } finally {
            closeSelector();
            ended = true;
            leave(outer);
            done.countDown();
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
        awaitUninterruptibly(running);
        return thread;
    }

    /**
     * Makes one turn in the calling thread.
     *
     * @param maxWaitNanos how long to wait for work at most, in nanoseconds; 0 does not wait
     * @return true if anything was done
     */
    public boolean turn(long maxWaitNanos) {
        ownership.lock();
        EventLoop outer = enter();
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
        return owner == Thread.currentThread();
    }

    /**
     * Queues a task; wakes the loop only if it sleeps. A task for a loop that has ended runs in the calling thread.
     *
     * @param task what to run in the loop's thread
     */
    public void execute(Runnable task) {
        tasks.add(task);
        if (sleep.get() == ASLEEP && sleep.compareAndSet(ASLEEP, AWAKE)) {
            wake();
        }
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
            nextTurn.add(task);
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
        EventLoop current = CURRENT.get();
        if (current != null) {
            throw new IllegalStateException("loop " + current.name + " may not wait for loop " + name);
        }
        Call call = new Call(task);
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
        if (started == null && owner == null) {
            return;
        }
        awaitUninterruptibly(done);
    }

    /** Releases the selector of a loop that is driven by {@link #turn} or was never run. */
    public void close() {
        stopRequested = true;
        call(() -> {
            closeSelector();
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
        Selector open = openSelector();
        ChannelWatch watch = new ChannelWatch(this, handler);
        SelectionKey stale = channel.keyFor(open);
        if (stale == null || stale.isValid()) {
            watch.attach(channel.register(open, interest, watch));
        } else if (serving) { // its cancelled key leaves the selector only with the next selection
            watch.pend(interest);
            tasks.add(() -> {
                try {
                    flush(open);
                    watch.attachPending(channel, open);
                } catch (IOException e) {
                    log().log(System.Logger.Level.DEBUG, "channel lost before it was watched", e);
                    watch.remove();
                }
            });
        } else {
            flush(open);
            watch.attach(channel.register(open, interest, watch));
        }
        return watch;
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

    private @Nullable EventLoop enter() {
        EventLoop outer = CURRENT.get();
        owner = Thread.currentThread();
        CURRENT.set(this);
        return outer;
    }

    private void leave(@Nullable EventLoop outer) {
        if (ownership.getHoldCount() == 1) {
            owner = null;
        }
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        ownership.unlock();
        if (!inLoop()) {
            help();
        }
    }

    /** Runs the tasks here if somebody waits for them, or nobody else ever will, and nobody owns the loop. */
    private void help() {
        while ((waitingCalls.get() > 0 || ended) && !tasks.isEmpty() && !inLoop() && ownership.tryLock()) {
            EventLoop outer = enter();
            try {
                runTasks(Integer.MAX_VALUE);
            } finally {
                owner = null;
                if (outer == null) {
                    CURRENT.remove();
                } else {
                    CURRENT.set(outer);
                }
                ownership.unlock();
            }
        }
    }

    private boolean turnOwned(long maxWaitNanos) {
        boolean worked = runDeferred();
        worked |= runTasks(TASKS_PER_TURN);
        worked |= timers.runDue(EventLoop::runSafely);
        long wait = worked || stopRequested || !tasks.isEmpty() || !nextTurn.isEmpty()
                ? 0
                : Math.min(maxWaitNanos, timers.nanosToNext());
        try {
            worked |= poll(wait);
        } catch (IOException e) {
            throw new UncheckedIOException("selector of " + this, e);
        }
        return worked;
    }

    /** Runs what earlier turns left for this one. */
    private boolean runDeferred() {
        int count = nextTurn.size();
        for (int i = 0; i < count; i++) {
            runSafely(nextTurn.remove());
        }
        return count > 0;
    }

    private boolean runTasks(int limit) {
        int count = 0;
        for (Runnable task; count < limit && (task = tasks.poll()) != null; count++) {
            runSafely(task);
        }
        return count > 0;
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log().log(System.Logger.Level.ERROR, "task failed", e);
        }
    }

    private boolean poll(long waitNanos) throws IOException {
        Selector open = selector;
        if (waitNanos <= 0) {
            return open != null && select(open, 0) > 0;
        }
        long start = 0;
        if (settings.spinNanos() > 0) {
            start = System.nanoTime();
            if (spinning.pays() && spin(open, start, Math.min(waitNanos, settings.spinNanos()))) {
                return true;
            }
        }
        sleep.set(ASLEEP);
        try {
            if (!tasks.isEmpty()) {
                return open != null && select(open, 0) > 0;
            }
            if (open != null) {
                long millis = waitNanos == Long.MAX_VALUE ? -1 : (waitNanos - 1) / 1_000_000 + 1;
                return select(open, millis) > 0;
            }
            if (waitNanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, waitNanos);
            }
            return false;
        } finally {
            sleep.set(AWAKE);
            if (start != 0) {
                spinning.slept(System.nanoTime() - start);
            }
        }
    }

    /**
     * Looks for work without blocking, and lets others have the processor each time it finds none. A loop with channels asks the
     * system, others only look at their queue.
     */
    @SuppressWarnings("ThreadPriorityCheck") // the yield is a courtesy, nothing relies on it
    private boolean spin(@Nullable Selector open, long start, long nanos) throws IOException {
        do {
            if (!tasks.isEmpty() || (open != null && select(open, 0) > 0)) {
                spinning.succeeded();
                return true;
            }
            Thread.yield();
        } while (System.nanoTime() - start < nanos);
        spinning.failed();
        return false;
    }

    /** Selects and serves; 0 does not wait, -1 waits without end. */
    private int select(Selector open, long millis) throws IOException {
        serving = true;
        try {
            if (millis == 0) {
                return open.selectNow(serve);
            }
            return millis < 0 ? open.select(serve) : open.select(serve, millis);
        } finally {
            serving = false;
        }
    }

    private static void serve(SelectionKey key) {
        ChannelWatch watch = (ChannelWatch) key.attachment();
        runReady(watch, key);
    }

    private static void runReady(ChannelWatch watch, SelectionKey key) {
        try {
            watch.serve(key);
        } catch (RuntimeException e) {
            log().log(System.Logger.Level.ERROR, "handler failed; its channel is no longer watched", e);
            watch.remove();
        }
    }

    private static void flush(Selector open) throws IOException {
        open.selectNow(key -> {}); // level-triggered: what is ready now is ready again at the next selection
    }

    private Selector openSelector() throws IOException {
        Selector open = selector;
        if (open == null) {
            if (ended) {
                throw new IOException(this + " has ended");
            }
            open = Selector.open();
            selector = open;
        }
        return open;
    }

    private void closeSelector() {
        Selector open = selector;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log().log(System.Logger.Level.WARNING, "selector not closed", e);
            }
            selector = null;
        }
    }

    private void wake() {
        Selector open = selector;
        if (open != null) {
            open.wakeup();
            return;
        }
        Thread thread = owner;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    latch.await();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A task somebody waits for. Thread: handed over by its latch. */
    private static final class Call implements Runnable {
        private final Runnable task;
        private final CountDownLatch done = new CountDownLatch(1);
        private @Nullable Throwable failure;

        Call(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                done.countDown();
            }
        }

        void await() {
            awaitUninterruptibly(done);
        }

        void rethrow() {
            Throwable thrown = failure;
            if (thrown instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (thrown != null) {
                throw (Error) thrown;
            }
        }
    }

    /** The logger; made when there is something to say, because making it costs milliseconds at the start. */
    private static System.Logger log() {
        return System.getLogger(EventLoop.class.getName());
    }
}
