package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delays that block no thread, and that the host's shutdown cuts short.
 *
 * <p>Thread: safe for use by any thread.
 */
final class Delays {
    /** Each completes one delay early. */
    private final Set<Runnable> pending = ConcurrentHashMap.newKeySet();

    private volatile boolean cut;

    /**
     * Makes delays that end when a host shuts down.
     *
     * @param host offers a {@link Lifecycle} if it can be shut down
     */
    Delays(ProviderContext host) {
        host.service(Lifecycle.class).ifPresent(lifecycle -> lifecycle.onShutdown(this::cut));
    }

    /**
     * Runs an action after a delay in a thread of the JDK's common pool; without a delay, at once in this thread.
     *
     * @param millis the delay in milliseconds, 0 or more
     * @param action runs early if the host shuts down
     */
    void after(long millis, Runnable action) {
        if (millis == 0) {
            action.run();
            return;
        }
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        Runnable early = () -> over.complete(null);
        pending.add(early);
        CompletableFuture<Void> unused = over.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .thenRunAsync(() -> {
                    pending.remove(early);
                    action.run();
                });
        if (cut) {
            early.run();
        }
    }

    /** Returns whether the host is shutting down. */
    boolean areCut() {
        return cut;
    }

    private void cut() {
        cut = true;
        pending.forEach(Runnable::run);
    }
}
