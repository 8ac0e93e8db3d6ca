package dev.qmp.monitor.client;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A request and the future of its reply. Waiting for it in the thread that would complete it throws instead of waiting forever. Thread: the
 * fields are guarded by the lock of {@link Requests}.
 */
final class Call extends CompletableFuture<JsonValue> {
    final boolean outOfBand;
    private final Thread reader;

    Call(boolean outOfBand, Thread reader) {
        this.outOfBand = outOfBand;
        this.reader = reader;
    }

    private void checkThread() {
        if (Thread.currentThread() == reader && !isDone()) {
            throw new IllegalStateException("waiting for a reply in the thread that reads replies; use thenCompose");
        }
    }

    @Override
    public JsonValue join() {
        checkThread();
        return super.join();
    }

    @Override
    public JsonValue get() throws InterruptedException, ExecutionException {
        checkThread();
        return super.get();
    }

    @Override
    public JsonValue get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        checkThread();
        return super.get(timeout, unit);
    }

    /** Waits for the reply, and throws what {@link QmpClient#call} says. */
    JsonValue await(String command, Duration timeout) throws IOException {
        try {
            return get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new QmpTimeoutException(command + ": no reply within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QmpConnectionException(command + ": interrupted while waiting for the reply", e);
        } catch (ExecutionException e) {
            throw failure(command, e.getCause());
        }
    }

    /** Returns the exception of a blocking call if it is checked, else throws it. */
    private static IOException failure(String command, @Nullable Throwable cause) {
        if (cause instanceof QmpCommandException refused) {
            throw new QmpCommandException(command, refused);
        }
        String text = command + ": " + (cause == null ? "failed" : cause.getMessage());
        if (cause instanceof RejectedExecutionException) {
            throw new RejectedExecutionException(text, cause);
        }
        if (cause instanceof UnsupportedOperationException) {
            throw new UnsupportedOperationException(text, cause);
        }
        return cause instanceof QmpProtocolException
                ? new QmpProtocolException(text, cause)
                : new QmpConnectionException(text, cause);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
