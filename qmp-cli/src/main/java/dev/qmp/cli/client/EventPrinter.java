package dev.qmp.cli.client;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.monitor.client.QmpConnectionException;
import dev.qmp.monitor.client.QmpEvent;
import dev.qmp.monitor.client.QmpListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Prints events until enough came or the connection ended.
 *
 * <p>Thread: called by the client's event thread, awaited by the main thread; the latch hands over.
 */
final class EventPrinter implements QmpListener {
    private final Output output;
    private final Predicate<String> wanted;
    private final CountDownLatch done = new CountDownLatch(1);
    private long missing;
    private volatile @Nullable String ended;
    private volatile boolean failed;

    EventPrinter(Output output, Predicate<String> wanted, long count) {
        this.output = output;
        this.wanted = wanted;
        this.missing = count;
    }

    @Override
    public void onEvent(QmpEvent event) {
        if (missing == 0 || !wanted.test(event.name())) {
            return;
        }
        try {
            output.json(event.message());
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
        ErrorLine.print("qmp events: " + cause.getMessage() + "; connecting again");
    }

    @Override
    public void onReconnected() {
        ErrorLine.print("qmp events: connected again");
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

    /** Tells whether nothing can be printed any more. */
    boolean hasFailed() {
        return failed;
    }

    /** Waits until enough came or the time is over, and then returns null; or the reason why nothing will come any more. */
    @Nullable
    String await(Duration time) {
        try {
            boolean unused = done.await(time.toMillis(), TimeUnit.MILLISECONDS);
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
