package dev.qmp.chardev.loop;

import org.jspecify.annotations.Nullable;

/**
 * A task that a thread waits for.
 *
 * <p>Thread: {@code failure} is published by the latch.
 */
final class LoopCall implements Runnable {
    private final Runnable task;
    private final UninterruptibleLatch done = new UninterruptibleLatch();
    private @Nullable Throwable failure;

    LoopCall(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (Throwable e) {
            failure = e;
        } finally {
            done.countDown();
        }
    }

    void await() {
        done.awaitUninterruptibly();
    }

    /** Throws what the task threw. */
    void rethrow() {
        Throwable thrown = failure;
        if (thrown != null) {
            throw LoopCall.<RuntimeException>unchecked(thrown);
        }
    }

    /** Rethrows checked exceptions too: code compiled from other languages can throw them from a task. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
