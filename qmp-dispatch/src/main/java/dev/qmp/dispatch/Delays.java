package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delays that no thread waits through, and that the host's end cuts short.
 *
 * <p>Thread: safe for use by any thread.
 */
final class Delays {
    /** What cuts each of them short. */
    private final Set<Runnable> pending = ConcurrentHashMap.newKeySet();

    private volatile boolean cut;

    /**
     * Makes delays that last until the end of a host.
     *
     * @param host offers a {@link Lifecycle}, or has no end
     */
    Delays(ProviderContext host) {
        host.service(Lifecycle.class).ifPresent(lifecycle -> lifecycle.onShutdown(this::cut));
    }

    /**
     * Does something later: in a thread of the JDK's pool, or in this one and at once if there is no delay.
     *
     * @param millis the delay in milliseconds, 0 or more
     * @param action what to do; it is done early when the host ends
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

    /** Tells whether the host ends. */
    boolean areCut() {
        return cut;
    }

    private void cut() {
        cut = true;
        pending.forEach(Runnable::run);
    }
}
