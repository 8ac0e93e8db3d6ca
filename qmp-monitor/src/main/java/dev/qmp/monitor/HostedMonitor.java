package dev.qmp.monitor;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A monitor as {@link Monitors} handles it: the front end of a device, with an end that comes once. At the end no more callbacks
 * come, then the monitor does what it has to, then its device is free or closed.
 *
 * <p>Thread: safe for use by any thread; a loop's thread does not wait for the end, any other does.
 */
abstract class HostedMonitor implements Monitor {
    private final CharFrontend frontend;
    private final EventLoop loop;
    private final MonitorOptions options;
    private final Consumer<? super HostedMonitor> removed;
    private final AtomicBoolean ended = new AtomicBoolean();

    HostedMonitor(MonitorSetup setup) {
        this.frontend = setup.frontend();
        this.loop = setup.loop();
        this.options = setup.options();
        this.removed = setup.removed();
    }

    /** Takes input, or clients, from now on; called once. */
    abstract void start();

    /** Shows each session that is not over, also one whose device has its next peer already. */
    abstract void forEachSession(Consumer<? super MonitorSession> action);

    /** Hears nothing of the device any more when this returns; not in a loop's thread. */
    abstract void leave();

    /** Hears nothing of the device any more when the stage is complete. */
    abstract CompletionStage<Void> leaveAsync();

    /** Ends what the monitor has; no callback will come any more. */
    abstract void over();

    @Override
    public final String label() {
        return frontend.chardev().id();
    }

    @Override
    public final MonitorOptions options() {
        return options;
    }

    final CharFrontend frontend() {
        return frontend;
    }

    final EventLoop loop() {
        return loop;
    }

    @Override
    public final void close() {
        end(true);
    }

    @Override
    public final void remove() {
        end(false);
    }

    /** Tells whether the end has begun. */
    final boolean isEnded() {
        return ended.get();
    }

    private void end(boolean withDevice) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Chardev device = frontend.chardev();
        if (EventLoop.current() == null) {
            contain(this::leave);
            contain(this::overAndRemoved);
            contain(frontend::detach);
            if (withDevice) {
                contain(device::close);
            }
            return;
        }
        CompletionStage<Void> done = contained(leaveAsync())
                .thenRun(() -> contain(this::overAndRemoved))
                .thenCompose(nothing -> contained(frontend.detachAsync()));
        if (withDevice) {
            done.thenCompose(nothing -> contained(device.closeAsync()));
        }
    }

    private void overAndRemoved() {
        try {
            over();
        } finally {
            removed.accept(this);
        }
    }

    /** Does one part of the end; the others come whatever becomes of it. */
    final void contain(Runnable part) {
        try {
            part.run();
        } catch (Throwable e) {
            endFailed(e);
        }
    }

    private CompletionStage<Void> contained(CompletionStage<Void> part) {
        return part.exceptionally(e -> {
            endFailed(e);
            return null;
        });
    }

    private void endFailed(Throwable cause) {
        loop.report("a part of the end of monitor " + label() + " failed", cause);
    }

    /** Closes the monitor if its start fails after {@link #start} has returned. */
    final void closeIfFailed(CompletionStage<Void> start) {
        start.whenComplete((nothing, failure) -> {
            if (failure != null) {
                loop.report("monitor " + label() + " cannot start; it is closed", failure);
                close();
            }
        });
    }
}
