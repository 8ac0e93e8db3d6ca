package dev.qmp.chardev.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a loop's thread is about to run it, runs it, or has returned from running it.
 *
 * <p>Thread: safe for any thread.
 */
final class LoopTermination {
    private final UninterruptibleLatch running = new UninterruptibleLatch();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean begun;

    /** A thread is about to run the loop. */
    void willRun() {
        begun = true;
    }

    /** The loop has its owner. */
    void running() {
        running.countDown();
    }

    void awaitRunning() {
        running.awaitUninterruptibly();
    }

    /** The loop runs no longer; with the cause if it could not go on. */
    void ended(@Nullable LoopFailedException failure) {
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }

    /** Says whether a thread runs the loop or is about to. */
    boolean isPending() {
        return begun && !done.isDone();
    }

    CompletionStage<Void> stage() {
        return done.copy();
    }

    /** Waits, regardless of interrupts, until no thread runs the loop; false if the time is over before. */
    boolean await(long maxWaitNanos) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + maxWaitNanos;
        try {
            while (isPending()) {
                try {
                    done.get(
                            maxWaitNanos == Long.MAX_VALUE ? maxWaitNanos : deadline - System.nanoTime(),
                            TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    return false;
                } catch (ExecutionException e) {
                    return true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
