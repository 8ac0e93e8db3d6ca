package dev.qmp.monitor.internal.lifecycle;

import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.Dispatcher;
import dev.qmp.qapi.replies.Replies;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The making of a host's commands and their dispatcher, in the calling thread or in one of its own.
 *
 * <p>Thread: safe for use by any thread; {@link #dispatcher} and {@link #replies} once {@link #await} has returned in a thread that started the
 * caller's.
 */
public final class Composition {
    /** What is composed. */
    public record Parts(CommandTable commands, Dispatcher dispatcher) {}

    private final FutureTask<Parts> task;
    private @Nullable Dispatcher dispatcher;
    private @Nullable Replies replies;

    /**
     * Prepares; {@link #start} begins.
     *
     * @param work makes the parts
     */
    public Composition(Supplier<Parts> work) {
        task = new FutureTask<>(work::get);
    }

    /**
     * Composes.
     *
     * @param background whether in a thread of its own; else what the work throws is thrown here
     */
    public void start(boolean background) {
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
     * Waits until the work is done; throws what it threw.
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
                    replies = parts.commands().replies().orElse(null);
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
    public Dispatcher dispatcher() {
        Dispatcher made = dispatcher;
        return made == null ? await().dispatcher() : made;
    }

    /** Returns the scripted replies, or null; as {@link #dispatcher}. */
    public @Nullable Replies replies() {
        if (dispatcher == null) {
            await();
        }
        return replies;
    }
}
