package dev.qmp.monitor;

import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.Dispatcher;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands and their dispatcher in the making, in the calling thread or in one of their own.
 *
 * <p>Thread: safe for use by any thread; {@link #dispatcher} once {@link #await} has returned in a thread that started the
 * caller's.
 */
final class Composition {
    /** What is composed. */
    record Parts(CommandTable commands, Dispatcher dispatcher) {}

    private final FutureTask<Parts> task;
    private @Nullable Dispatcher dispatcher;

    /**
     * Composes.
     *
     * @param work makes the parts
     * @param background whether in a thread of its own; else what it throws is thrown here
     */
    public Composition(Supplier<Parts> work, boolean background) {
        task = new FutureTask<>(work::get);
        if (background) {
            Thread thread = new Thread(task, "qmp-compose");
            thread.setDaemon(true);
            thread.start();
        } else {
            task.run();
            await();
        }
    }

    /**
     * Waits until the work is done.
     *
     * @return the parts
     */
    public Parts await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Parts parts = task.get();
                    dispatcher = parts.dispatcher();
                    return parts;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the commands cannot be composed: " + e.getCause(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the dispatcher without a look at the task: no loop runs before {@link #await} has returned. */
    Dispatcher dispatcher() {
        Dispatcher made = dispatcher;
        return made == null ? await().dispatcher() : made;
    }
}
