package dev.qmp.chardev.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The callers that wait for a task of a loop, and run it themselves while no thread owns the loop.
 *
 * <p>Thread: safe for any thread.
 */
final class LoopCalls {
    private final TaskQueue tasks;
    private final LoopOwnership ownership;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean loopEnded;

    LoopCalls(TaskQueue tasks, LoopOwnership ownership) {
        this.tasks = tasks;
        this.ownership = ownership;
    }

    /** Queues a task by the given executor and waits for its end; throws what it throws. */
    void call(Runnable task, Executor queue) {
        LoopCall call = new LoopCall(task);
        waiting.incrementAndGet();
        try {
            queue.execute(call);
            help();
            call.await();
        } finally {
            waiting.decrementAndGet();
        }
        call.rethrow();
    }

    /** From now on the threads that queue tasks run them. */
    void loopEnded() {
        loopEnded = true;
    }

    boolean hasLoopEnded() {
        return loopEnded;
    }

    /** Runs the tasks here if a caller waits or the loop has ended, and no thread owns the loop. */
    void help() {
        while ((waiting.get() > 0 || loopEnded) && !tasks.isEmpty() && !ownership.isMine() && ownership.tryTake()) {
            EventLoop outer = ownership.enter();
            try {
                tasks.run(Integer.MAX_VALUE);
            } finally {
                ownership.release(outer);
            }
        }
    }
}
