package dev.qmp.chardev;

import org.jspecify.annotations.Nullable;

/**
 * A task somebody waits for.
 *
 * <p>Thread: handed over by its milestone.
 */
final class LoopCall implements Runnable {
    private final Runnable task;
    private final Milestone done = new Milestone();
    private @Nullable Throwable failure;

    LoopCall(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            done.reached();
        }
    }

    void await() {
        done.awaitUninterruptibly();
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
