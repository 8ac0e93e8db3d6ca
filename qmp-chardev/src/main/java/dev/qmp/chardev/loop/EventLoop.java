package dev.qmp.chardev.loop;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One thread that owns channels, watches, timers and everything reached through them.
 *
 * <p>A turn runs the queued tasks, then the timers that are due, then waits for channels and serves those that are
 * ready. Read interest is not recomputed here: a device changes its own interest when its state changes, so idle devices
 * cost nothing per turn. The selector exists while there is a channel; without one the loop parks.
 *
 * <p>Ownership is a lock. {@link #run()} holds it for the loop's whole life, {@link #turn} for one turn, and {@link #call}
 * takes it for a moment if nobody holds it, that is before the loop has started and after it has ended. Whoever releases
 * it checks once more for callers that came meanwhile, so that no caller is left waiting.
 *
 * <p>An exception or error out of a task, a timer or a channel's handler ends that one thing and goes to the {@linkplain
 * LoopSettings#errorHandler error handler}. Only a loop that cannot go on ends, by an exception out of {@link #run} or {@link
 * #turn}: its selector broke, or the virtual machine's own failures recur.
 *
 * <p>Thread: {@link #execute}, {@link #schedule}, {@link #call}, {@link #stop}, {@link #join}, {@link #close}, {@link #report}
 * and {@link #inLoop} may be called by any thread, all else by the owner only.
 */
public final class EventLoop {
    private static final int TASKS_PER_TURN = 256;

    private final String name;

    // Any thread.
    private final LoopErrors errors;
    private final TaskQueue tasks = new TaskQueue(this::taskFailed);
    private final LoopOwnership ownership = new LoopOwnership(this);
    private final LoopCalls calls = new LoopCalls(tasks, ownership);
    private final LoopTermination termination = new LoopTermination();
    private volatile boolean stopRequested;

    // The owner only, but for waking it.
    private final TimerQueue timers;
    private final LoopChannels channels;
    private final LoopWait wait;

    private EventLoop(String name, LoopSettings settings) {
        this.name = name;
        this.errors = new LoopErrors(settings.errorHandler(), settings.nanoClock());
        this.timers = new TimerQueue(settings.nanoClock());
        this.channels = new LoopChannels(this, tasks, errors, settings.readBufferSize());
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
     *
     * @throws LoopFailedException if the loop cannot go on; it has ended as after a stop
     */
    public void run() {
        termination.willRun();
        ownership.take();
        EventLoop outer = ownership.enter();
        termination.running();
        LoopFailedException failure = null;
        try {
            while (!stopRequested) {
                turnOwned(Long.MAX_VALUE, true);
            }
            runRest();
        } catch (Throwable e) {
            failure = failed(e);
        }
        try {
            end();
        } finally {
            leave(outer);
            termination.ended(failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Runs the loop in a daemon thread of its own, named like the loop. When this returns, that thread owns the loop.
     *
     * @return the thread, started
     */
    public Thread start() {
        Thread thread = new Thread(this::runToTheEnd, name);
        thread.setDaemon(true);
        termination.willRun();
        try {
            thread.start();
        } catch (Throwable e) {
            termination.ended(null); // the loop will never run: what is left runs in the callers' threads
            close();
            throw e;
        }
        termination.awaitRunning();
        return thread;
    }

    /**
     * The end of the loop.
     *
     * @return completed when {@link #run} has returned, in its thread; exceptionally, by a {@link LoopFailedException}, if the
     *     loop could not go on
     */
    public CompletionStage<Void> termination() {
        return termination.stage();
    }

    /**
     * Passes a failure that was contained to the {@linkplain LoopSettings#errorHandler error handler}. For what this loop calls,
     * or what belongs to it; the caller has ended what failed.
     *
     * @param what what failed and what has ended with it
     * @param failure what was thrown
     */
    public void report(String what, Throwable failure) {
        errors.report(what, failure);
    }

    /**
     * Makes one turn in the calling thread.
     *
     * @param maxWaitNanos how long to wait for work at most, in nanoseconds; 0 does not wait
     * @return true if anything was done
     * @throws LoopFailedException if the loop cannot go on
     */
    public boolean turn(long maxWaitNanos) {
        ownership.take();
        EventLoop outer = ownership.enter();
        try {
            return turnOwned(maxWaitNanos, false);
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
        if (calls.hasLoopEnded()) {
            calls.help();
        }
    }

    /**
     * Queues a task for the loop's next turn: channels, timers and other tasks come first. From another thread the same as
     * {@link #execute}, and in a loop that has ended.
     *
     * @param task what to run in the loop's thread
     */
    public void executeNextTurn(Runnable task) {
        if (inLoop() && !calls.hasLoopEnded()) {
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
        calls.call(task, this::execute);
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
            } catch (Throwable e) {
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
     * Runs a task once after a delay. A loop that has ended runs none: the timer is cancelled then, as all are that wait when
     * the loop ends.
     *
     * @param delayNanos the delay in nanoseconds; 0 or less runs it in the next turn
     * @param task what to run in the loop's thread
     * @return a handle to cancel it
     */
    public Timer schedule(long delayNanos, Runnable task) {
        Timer timer = timers.create(delayNanos, task);
        if (inLoop()) {
            add(timer);
        } else {
            execute(() -> add(timer));
        }
        return timer;
    }

    /**
     * Lets a loop that spins {@linkplain LoopSettings#spinsOnDemand on demand} do so before its next wait, because more work is
     * likely to come at once. In the loop.
     */
    public void spinBeforeNextWait() {
        wait.spinOnce();
    }

    /** Asks the loop to end after its current turn. */
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

    /**
     * Waits, uninterruptibly, until {@link #run()} has returned, normally or not; does not wait for a loop that was never run or
     * started.
     */
    public void join() {
        join(Long.MAX_VALUE);
    }

    /**
     * Waits, uninterruptibly, until {@link #run()} has returned, normally or not; does not wait for a loop that was never run or
     * started.
     *
     * @param maxWaitNanos how long at most, in nanoseconds
     * @return false if the time was over before
     */
    public boolean join(long maxWaitNanos) {
        return termination.await(maxWaitNanos);
    }

    /**
     * Ends the loop: asks whoever runs it to stop, and does not wait; releases the selector of a loop that was never run, or
     * that is driven by {@link #turn}.
     */
    public void close() {
        stop();
        if (!termination.isPending()) {
            call(this::end);
        }
    }

    /**
     * The channels that the loop watches, for back ends.
     *
     * @return always the same
     */
    public LoopChannels channels() {
        return channels;
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
            calls.help();
        }
    }

    private void add(Timer timer) {
        if (calls.hasLoopEnded()) {
            timer.cancel();
        } else {
            timers.add(timer);
        }
    }

    /** Runs what was queued before the stop, and what that queues. */
    private void runRest() {
        boolean more = true;
        while (more) {
            more = tasks.runDeferred();
            more |= tasks.run(Integer.MAX_VALUE);
        }
    }

    /** Releases what the loop holds; from now on tasks run in the threads that queue them. In the loop. */
    private void end() {
        channels.close();
        timers.cancelAll();
        calls.loopEnded();
        runRest();
    }

    /** The body of the loop's own thread; a failure is published by {@link #termination}. */
    private void runToTheEnd() {
        try {
            run();
        } catch (LoopFailedException e) {
            report("thread " + name + " has ended", e);
        }
    }

    private LoopFailedException failed(Throwable cause) {
        return cause instanceof LoopFailedException known ? known : new LoopFailedException(name, cause);
    }

    private void taskFailed(Throwable failure) {
        errors.report("a task of loop " + name + " failed", failure);
    }

    /** Makes a turn; one that has worked returns without waiting, or waits all the same, which saves asking the system twice. */
    private boolean turnOwned(long maxWaitNanos, boolean waitsAfterWork) {
        Throwable fatal = errors.fatal();
        if (fatal != null) {
            throw failed(fatal);
        }
        boolean worked = tasks.runDeferred();
        worked |= tasks.run(TASKS_PER_TURN);
        worked |= timers.runDue(tasks::runSafely);
        boolean waits = (!worked || waitsAfterWork) && !stopRequested && !tasks.hasAny() && errors.fatal() == null;
        long nanos = waits ? Math.min(maxWaitNanos, timers.nanosToNext()) : 0;
        try {
            worked |= wait.poll(nanos);
            return worked;
        } catch (IOException | ClosedSelectorException e) {
            throw failed(e);
        }
    }
}
