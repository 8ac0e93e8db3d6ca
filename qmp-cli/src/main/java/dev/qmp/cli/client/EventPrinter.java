package dev.qmp.cli.client;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.StandardOutput;
import dev.qmp.monitor.client.QmpConnectionException;
import dev.qmp.monitor.client.QmpEvent;
import dev.qmp.monitor.client.QmpListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Prints events until enough have arrived or the connection ends.
 *
 * <p>Thread: called by the client's event thread, awaited by the main thread; the latch hands over.
 */
final class EventPrinter implements QmpListener {
    private final boolean pretty;
    private final Predicate<String> wanted;
    private final CountDownLatch done = new CountDownLatch(1);
    private long missing;
    private volatile @Nullable String ended;
    private volatile boolean failed;

    EventPrinter(boolean pretty, Predicate<String> wanted, long count) {
        this.pretty = pretty;
        this.wanted = wanted;
        this.missing = count;
    }

    @Override
    public void onEvent(QmpEvent event) {
        if (missing == 0 || !wanted.test(event.name())) {
            return;
        }
        try {
            StandardOutput.json(event.message(), pretty);
            StandardOutput.flush();
        } catch (FailedException e) {
            failed = true;
            end(e.getMessage());
            return;
        }
        missing--;
        if (missing == 0) {
            done.countDown();
        }
    }

    @Override
    public void onLost(long count) {
        ErrorLine.print("qmp events: " + count + " events were dropped: standard output is too slow");
    }

    @Override
    public void onDisconnected(QmpConnectionException cause) {
        ErrorLine.print("qmp events: " + cause.getMessage() + "; reconnecting");
    }

    @Override
    public void onReconnected() {
        ErrorLine.print("qmp events: reconnected");
    }

    @Override
    public void onClosed(@Nullable QmpConnectionException cause) {
        if (cause != null) {
            end(cause.getMessage());
        }
    }

    private void end(@Nullable String reason) {
        if (done.getCount() > 0) {
            ended = reason;
            done.countDown();
        }
    }

    /** Returns whether standard output has failed. */
    boolean hasFailed() {
        return failed;
    }

    /** Waits for the end and returns null if enough events have arrived or the time has passed; otherwise the reason for it. */
    @Nullable
    String await(Duration time) {
        try {
            return done.await(time.toMillis(), TimeUnit.MILLISECONDS) ? ended : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
