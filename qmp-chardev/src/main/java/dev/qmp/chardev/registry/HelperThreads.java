package dev.qmp.chardev.registry;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads of all registries for what must not run in a loop, made when needed; they end after ten idle seconds.
 *
 * <p>Thread: any.
 */
final class HelperThreads {
    /** For blocking work: a thread for each task, because a network may be slow. */
    static final Executor BLOCKING = create(Integer.MAX_VALUE, new SynchronousQueue<>(), "chardev-helper-");

    /** For computations: as many threads as processors, the rest is queued, because peers decide how much there is. */
    static final Executor COMPUTING = computing();

    private HelperThreads() {}

    private static Executor computing() {
        ThreadPoolExecutor threads =
                create(Runtime.getRuntime().availableProcessors(), new LinkedBlockingQueue<>(), "chardev-compute-");
        threads.setCorePoolSize(threads.getMaximumPoolSize());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** The same threads, which reject a task when the system has no more threads, rather than fail. */
    static Executor refusing(Executor threads) {
        return task -> {
            try {
                threads.execute(task);
            } catch (OutOfMemoryError e) {
                throw new RejectedExecutionException(e.getMessage(), e);
            }
        };
    }

    private static ThreadPoolExecutor create(int most, BlockingQueue<Runnable> queue, String name) {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(0, most, 10, TimeUnit.SECONDS, queue, task -> {
            Thread thread = new Thread(task, name + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
