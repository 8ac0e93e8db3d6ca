package dev.qmp.chardev.loop;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The tasks of one loop: those for the current turn, and those deferred to the next one.
 *
 * <p>Thread: confined to the loop's owner, except {@link #add} and {@link #isEmpty}.
 */
final class TaskQueue {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Runnable> nextTurn = new ArrayDeque<>(2);
    private final Consumer<Throwable> failed;

    /**
     * Makes an empty queue.
     *
     * @param failed gets what a task throws
     */
    TaskQueue(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    void add(Runnable task) {
        tasks.add(task);
    }

    void addForNextTurn(Runnable task) {
        nextTurn.add(task);
    }

    /** Says whether there is no task for the current turn. */
    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Says whether there is a task for the current turn or the next one. */
    boolean hasAny() {
        return !tasks.isEmpty() || !nextTurn.isEmpty();
    }

    /** Runs the tasks that were deferred to this turn. */
    boolean runDeferred() {
        int count = nextTurn.size();
        for (int i = 0; i < count; i++) {
            runSafely(nextTurn.remove());
        }
        return count > 0;
    }

    boolean run(int limit) {
        int count = 0;
        for (Runnable task; count < limit && (task = tasks.poll()) != null; count++) {
            runSafely(task);
        }
        return count > 0;
    }

    /** Runs a task; an exception ends the task only. */
    void runSafely(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failed.accept(e);
        }
    }
}
