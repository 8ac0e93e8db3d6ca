package dev.qmp.monitor.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowingConsumer;

/** Waits for conditions of other threads, with a deadline that only a failure reaches. Thread: stateless. */
public final class Await {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /**
     * Tries with more and more time until it was enough: what takes a moment may take a busy machine far longer.
     *
     * @param attempt fails with an {@link AssertionError} where the time that it is given was too short for what comes before its end
     */
    public static void timeEnough(ThrowingConsumer<Duration> attempt) {
        for (Duration time = Duration.ofMillis(300); ; time = time.multipliedBy(8)) {
            try {
                attempt.accept(time);
                return;
            } catch (AssertionError e) {
                if (time.compareTo(LIMIT) > 0) {
                    throw e;
                }
            }
        }
    }

    /** The value of a future. */
    static <T> T value(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("not in time", e);
        } catch (ExecutionException e) {
            throw new AssertionError("failed", e.getCause());
        }
    }

    /** What a future fails with. */
    static <T extends Throwable> T failure(CompletableFuture<?> future, Class<T> type) {
        try {
            Object value = future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("did not fail, but gave " + value);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("not in time", e);
        } catch (ExecutionException e) {
            if (type.isInstance(e.getCause())) {
                return type.cast(e.getCause());
            }
            throw new AssertionError("failed otherwise", e.getCause());
        }
    }
}
