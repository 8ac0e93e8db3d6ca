package dev.qmp.monitor.internal.lifecycle;

import dev.qmp.chardev.loop.ErrorHandler;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.monitor.internal.control.schema.ControlEmitter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a shutdown: the event, the order to stop, then the registered work.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, which is not held while anything is called.
 */
public final class ShutdownSequence implements Lifecycle {
    private final EventEmitter events;
    private final Runnable stop;
    private final ErrorHandler errors;

    // Guarded by this.
    private @Nullable List<Runnable> actions = new ArrayList<>();

    /**
     * Makes a sequence that has not begun.
     *
     * @param events takes the event {@code SHUTDOWN}
     * @param stop stops the dispatcher after its running request
     * @param errors takes what fails on the way; the rest is done all the same
     */
    public ShutdownSequence(EventEmitter events, Runnable stop, ErrorHandler errors) {
        this.events = events;
        this.stop = stop;
        this.errors = errors;
    }

    @Override
    public void requestShutdown(ShutdownCause cause) {
        List<Runnable> due = takeActions();
        if (due == null) {
            return;
        }
        contain(
                "the event SHUTDOWN cannot be sent",
                () -> new ControlEmitter(events)
                        .shutdown(false, dev.qmp.monitor.internal.control.schema.ShutdownCause.valueOf(cause.name())));
        endQuietly(due);
    }

    /** Ends without the event; later calls do nothing. */
    public void endQuietly() {
        List<Runnable> due = takeActions();
        if (due != null) {
            endQuietly(due);
        }
    }

    private void endQuietly(List<Runnable> due) {
        // First no further request is started, then what holds the running one is released.
        contain("the dispatcher cannot be stopped", stop);
        due.forEach(action -> contain("an action for the shutdown failed", action));
    }

    private void contain(String what, Runnable part) {
        try {
            part.run();
        } catch (Throwable e) {
            errors.failed(what, e);
        }
    }

    private synchronized @Nullable List<Runnable> takeActions() {
        List<Runnable> due = actions;
        actions = null;
        return due;
    }

    @Override
    public void onShutdown(Runnable action) {
        synchronized (this) {
            if (actions != null) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }
}
