package dev.qmp.cli.bench;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.monitor.client.QmpCommandException;
import dev.qmp.monitor.client.QmpConnectionException;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server under load, and what was measured.
 *
 * <p>Thread: driven by the main thread; replies are counted by the client's reader, under this object's lock.
 */
final class Target {
    private static final long PATIENCE_SECONDS = 60;

    private final QmpAddress address;
    private final QmpClient client;
    private final Load load;
    private final Semaphore slots;
    private final AtomicReference<@Nullable String> broken = new AtomicReference<>();
    private final List<Double> rates = new ArrayList<>();
    private final Histogram times = new Histogram();
    private boolean measuring;
    private long errors;
    private @Nullable String firstError;

    private Target(QmpAddress address, QmpClient client, Load load) {
        this.address = address;
        this.client = client;
        this.load = load;
        this.slots = new Semaphore(load.inFlight());
    }

    static Target connect(QmpAddress address, Arguments arguments, Load load) throws QmpConnectionException {
        List<QmpAddress> all = Stream.concat(Stream.of(arguments.argument(0)), arguments.argumentsFrom(1).stream())
                .map(Connections::address)
                .toList();
        QmpClientOptions options = Connections.options("bench", arguments, all)
                .replyTimeout(Connections.replyTimeout(arguments))
                .outOfBand(load.outOfBand())
                .inBandLimit(Integer.MAX_VALUE)
                .build();
        Target target = new Target(address, QmpClient.connect(address, options), load);
        if (load.outOfBand() && !target.client.outOfBandEnabled()) {
            target.close();
            throw new FailedException(address + " does not offer out-of-band execution");
        }
        return target;
    }

    /**
     * Loads the server while a condition holds, and waits for the last reply.
     *
     * @throws InterruptedException if the thread is interrupted; what was measured until then counts
     */
    void run(BooleanSupplier goOn, boolean counts) throws InterruptedException {
        long before;
        synchronized (this) {
            measuring = counts;
            before = times.total();
        }
        long begin = System.nanoTime();
        try {
            while (goOn.getAsBoolean()) {
                acquire(1);
                send();
            }
            acquire(load.inFlight());
            slots.release(load.inFlight());
        } finally {
            long took = System.nanoTime() - begin;
            synchronized (this) {
                measuring = false;
                if (times.total() > before) {
                    rates.add((times.total() - before) * 1e9 / took);
                }
            }
        }
    }

    private void acquire(int permits) throws InterruptedException {
        if (!slots.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new FailedException(address + " sent no reply for " + PATIENCE_SECONDS + " s");
        }
        String reason = broken.get();
        if (reason != null) {
            throw new FailedException(reason);
        }
    }

    private void send() {
        long begin = System.nanoTime();
        CompletableFuture<JsonValue> reply = load.arguments().isEmpty()
                ? load.outOfBand() ? client.executeOob(load.command()) : client.execute(load.command())
                : load.outOfBand()
                        ? client.executeOob(load.command(), load.arguments())
                        : client.execute(load.command(), load.arguments());
        Connections.whenDone(reply, (value, failure) -> replied(begin, failure));
    }

    private void replied(long begin, @Nullable Throwable failure) {
        long time = System.nanoTime() - begin;
        if (failure == null || failure instanceof QmpCommandException) {
            synchronized (this) {
                if (measuring) {
                    times.add(time);
                    if (failure != null) {
                        errors++;
                        firstError = firstError == null ? Connections.reason(failure) : firstError;
                    }
                }
            }
        } else {
            broken.compareAndSet(null, Connections.reason(failure));
        }
        slots.release();
    }

    QmpAddress address() {
        return address;
    }

    /** Returns the times of all requests that were measured; to be called when none is being measured. */
    synchronized Histogram times() {
        return times;
    }

    /** Returns the median rate of the blocks, in requests a second. */
    double rate() {
        List<Double> sorted = rates.stream().sorted().toList();
        int n = sorted.size();
        return n == 0 ? 0 : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }

    /** Returns the rate of each block, in requests a second. */
    List<Double> rates() {
        return rates;
    }

    synchronized boolean hasErrors() {
        return errors > 0;
    }

    synchronized long errors() {
        return errors;
    }

    synchronized @Nullable String firstError() {
        return firstError;
    }

    void close() {
        client.close();
    }
}
