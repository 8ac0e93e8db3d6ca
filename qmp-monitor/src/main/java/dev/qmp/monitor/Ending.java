package dev.qmp.monitor;

import dev.qmp.dispatch.EventEmitter;
import dev.qmp.dispatch.Lifecycle;
import dev.qmp.dispatch.ShutdownCause;
import dev.qmp.monitor.internal.control.ControlEmitter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to the end: the event, the order to stop, then the registered work.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, which is not held while anything is called.
 */
final class Ending implements Lifecycle {
    private final EventEmitter events;
    private final Runnable stop;

    // Guarded by this.
    private @Nullable List<Runnable> actions = new ArrayList<>();

    /**
     * Makes the way to the end.
     *
     * @param events takes the event {@code SHUTDOWN}
     * @param stop stops the dispatcher after its running request
     */
    public Ending(EventEmitter events, Runnable stop) {
        this.events = events;
        this.stop = stop;
    }

    @Override
    public void requestShutdown(ShutdownCause cause) {
        List<Runnable> due = takeActions();
        if (due == null) {
            return;
        }
        new ControlEmitter(events)
                .shutdown(false, dev.qmp.monitor.internal.control.ShutdownCause.valueOf(cause.name()));
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
        stop.run();
        due.forEach(Runnable::run);
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
