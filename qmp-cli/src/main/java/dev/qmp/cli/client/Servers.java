package dev.qmp.cli.client;

import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.monitor.client.QmpAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Does something with many servers, some at a time. Thread: {@link #forEach} is for the main thread; the work is done by others. */
final class Servers {
    private static final int AT_A_TIME = 16;

    private Servers() {}

    /**
     * Does the work on all servers, whatever becomes of the others.
     *
     * @param addresses at least one
     * @param work throws a {@link FailedException} after it has reported that
     * @return the highest status of all
     */
    static int forEach(List<QmpAddress> addresses, Consumer<QmpAddress> work) {
        AtomicInteger status = new AtomicInteger(ExitStatus.DONE);
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(AT_A_TIME, addresses.size()), task -> {
            Thread worker = new Thread(task, "qmp-server");
            worker.setDaemon(true);
            return worker;
        });
        for (QmpAddress address : addresses) {
            workers.execute(() -> {
                try {
                    work.accept(address);
                } catch (FailedException e) {
                    status.accumulateAndGet(e.status(), Math::max);
                }
            });
        }
        workers.shutdown();
        try {
            workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
        return status.get();
    }
}
