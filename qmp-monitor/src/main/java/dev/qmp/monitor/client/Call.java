package dev.qmp.monitor.client;

import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request and the future of its reply. Waiting for it in the thread that would complete it throws instead of waiting for ever. Thread: the
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

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
