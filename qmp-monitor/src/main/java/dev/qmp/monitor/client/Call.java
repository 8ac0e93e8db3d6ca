package dev.qmp.monitor.client;

import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.internal.Deadline;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A request and the future of its reply. Every failure names the command and the address. Waiting for it in the thread that would complete it
 * throws instead of waiting forever. Thread: safe to share.
 */
final class Call extends CompletableFuture<JsonValue> {
    /** What a guest agent does not answer when it succeeds; {@code guest-info} has {@code "success-response": false} for them. */
    private static final Set<String> SILENT =
            Set.of("guest-shutdown", "guest-suspend-disk", "guest-suspend-ram", "guest-suspend-hybrid");

    final boolean outOfBand;
    private final String command;
    private final QmpAddress address;
    private final Thread reader;
    private final boolean silent;

    Call(String command, boolean outOfBand, QmpAddress address, QmpClientOptions options, Thread reader) {
        this.command = command;
        this.outOfBand = outOfBand;
        this.address = address;
        this.reader = reader;
        this.silent = options.agent() && SILENT.contains(command);
    }

    /** Tells whether silence is the command's success. */
    boolean isSilent() {
        return silent;
    }

    void succeedSilently() {
        complete(JsonValues.EMPTY_OBJECT);
    }

    /** Fails by the server's word. */
    void refuse(String errorClass, String description) {
        completeExceptionally(new QmpCommandException(place() + description, errorClass, description));
    }

    /** Fails since there is no connection; the reason names the address. */
    void lose(QmpConnectionException reason) {
        completeExceptionally(lost(reason));
    }

    private QmpConnectionException lost(@Nullable Throwable reason) {
        String text = command + ": " + (reason == null ? "failed" : reason.getMessage());
        return reason instanceof QmpProtocolException
                ? new QmpProtocolException(text, reason)
                : new QmpConnectionException(text, reason);
    }

    private String place() {
        return command + " at " + address + ": ";
    }

    /** Fails, or succeeds if silence is success, unless the reply comes in time. */
    @SuppressWarnings("FutureReturnValueIgnored") // each stage only completes the other
    void expireAfter(Duration timeout) {
        CompletableFuture<Boolean> timer =
                new CompletableFuture<Boolean>().completeOnTimeout(true, timeout.toNanos(), TimeUnit.NANOSECONDS);
        timer.thenAccept(expired -> {
            if (expired && !silent) {
                completeExceptionally(late(timeout));
            } else if (expired) {
                succeedSilently();
            }
        });
        whenComplete((value, failure) -> timer.complete(false));
    }

    private QmpTimeoutException late(Duration timeout) {
        return new QmpTimeoutException(place() + "no reply within " + text(timeout));
    }

    private static String text(Duration time) {
        long millis = time.toMillis();
        return millis >= 1000 && millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
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
    JsonValue await(Duration timeout) throws IOException {
        try {
            return get(Deadline.nanos(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (silent) {
                return JsonValues.EMPTY_OBJECT;
            }
            throw late(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QmpConnectionException(place() + "interrupted while waiting for the reply", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** Returns the exception of a blocking call if it is checked, else throws it: with the caller's stack, and the same message. */
    private static IOException failure(@Nullable Throwable cause) {
        String text = cause == null ? "failed" : String.valueOf(cause.getMessage());
        if (cause instanceof QmpCommandException refused) {
            throw new QmpCommandException(refused);
        }
        if (cause instanceof RejectedExecutionException) {
            throw new RejectedExecutionException(text, cause);
        }
        if (cause instanceof UnsupportedOperationException) {
            throw new UnsupportedOperationException(text, cause);
        }
        if (cause instanceof QmpTimeoutException) {
            return new QmpTimeoutException(text, cause);
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
