package dev.qmp.cli.client;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpConnectionException;
import dev.qmp.monitor.client.QmpEvent;
import dev.qmp.monitor.client.QmpListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Prints events until enough have arrived, all connections have ended or the output fails.
 *
 * <p>Thread: guarded by its own monitor; the latch hands over to the main thread.
 */
final class EventPrinter {
    private final ResultPrinter output;
    private final Predicate<String> wanted;
    private final CountDownLatch done = new CountDownLatch(1);
    private long missing;
    private int open;
    private @Nullable FailedException failure;

    EventPrinter(ResultPrinter output, Predicate<String> wanted, long count, int servers) {
        this.output = output;
        this.wanted = wanted;
        this.missing = count;
        this.open = servers;
    }

    /** Returns the listener for the events of a server. */
    QmpListener of(QmpAddress address) {
        return new QmpListener() {
            @Override
            public void onEvent(QmpEvent event) {
                EventPrinter.this.event(address, event);
            }

            @Override
            public void onLost(long count) {
                ErrorLine.print(
                        "qmp events: " + address + ": " + count + " events were dropped: standard output is too slow");
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
                    ended(cause.getMessage());
                }
            }
        };
    }

    private synchronized void event(QmpAddress address, QmpEvent event) {
        if (missing == 0 || failure != null || !wanted.test(event.name())) {
            return;
        }
        try {
            output.result(address, "event", event.message());
        } catch (FailedException e) {
            failure = e;
            done.countDown();
            return;
        }
        missing--;
        if (missing == 0) {
            done.countDown();
        }
    }

    /** A connection has ended, or could not be made; nothing more is said after enough events. */
    synchronized void ended(@Nullable String reason) {
        if (done.getCount() == 0) {
            return;
        }
        ErrorLine.print("qmp events: " + reason);
        if (--open == 0) {
            done.countDown();
        }
    }

    /**
     * Waits for the end.
     *
     * @param time how long
     * @param counted whether a number of events was asked for
     * @return the exit status
     * @throws FailedException if the output failed
     */
    int await(Duration time, boolean counted) throws InterruptedException {
        boolean inTime = done.await(time.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            if (!counted || missing == 0) {
                return ExitStatus.DONE;
            }
            if (inTime) {
                return ExitStatus.FAILED;
            }
            throw FailedException.late(missing + (missing == 1 ? " event was" : " events were") + " missing after "
                    + Connections.text(time));
        }
    }
}
