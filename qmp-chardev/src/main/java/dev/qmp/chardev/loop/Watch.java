package dev.qmp.chardev.loop;

import java.util.concurrent.CompletionStage;

/**
 * A condition that an {@link EventLoop} watches for, until it is removed with certainty.
 *
 * <p>Only the loop's thread touches a watch: it alone checks whether the watch is dead, immediately before each callback, and it
 * alone marks it dead. Therefore
 *
 * <ul>
 *   <li>in the loop's own thread, removal is one assignment; inside the watch's own callback that callback is the last;
 *   <li>from a plain thread, {@link #remove()} sends the assignment to the loop as a task and waits for it. The loop runs
 *       one thing at a time, so when the wait is over no callback is running, and none can start;
 *   <li>from another loop's thread waiting could deadlock (two loops, each waiting for the other), so {@link
 *       #remove()} throws; the stage of {@link #removeAsync()} completes when removal is certain.
 * </ul>
 *
 * <p>A thread that waits must not hold a lock that a callback takes. If the loop has not started or has ended, the
 * waiting thread becomes its owner for the moment and runs the task itself.
 *
 * <p>Thread: safe for any thread as described.
 */
public interface Watch {
    /**
     * Says whether callbacks may still come.
     *
     * @return false once the watch has fired for the last time or was removed
     */
    boolean isActive();

    /**
     * Removes the watch; when this returns, no callback is running in another thread and none will come. Idempotent.
     *
     * @throws IllegalStateException if the caller is the thread of another event loop
     */
    void remove();

    /**
     * Removes the watch without waiting. Idempotent.
     *
     * @return completed once no callback is running and none will come; at once if the caller is the loop's own thread
     */
    CompletionStage<Void> removeAsync();
}
