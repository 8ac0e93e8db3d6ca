package dev.qmp.chardev;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads for what blocks, made when needed and gone after ten idle seconds.
 *
 * <p>Thread: any.
 */
final class HelperThreads {
    private HelperThreads() {}

    static Executor create() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "chardev-helper-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
