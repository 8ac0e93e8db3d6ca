package dev.qmp.monitor.internal.session;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The front end of a device, with an end that comes once. At the end no more callbacks come, then the monitor does what it has to, then
 * its device is free or closed.
 *
 * <p>Thread: safe for use by any thread; a loop's thread does not wait for the end, any other does.
 */
public abstract class HostedMonitor {
    private final MonitorHost host;
    private final CharFrontend frontend;
    private final EventLoop loop;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Makes a monitor; {@link #start} puts it to work.
     *
     * @param host what it shares with the others
     * @param device its device, which is taken into use
     * @param loop the loop that it lives in
     */
    HostedMonitor(MonitorHost host, Chardev device, EventLoop loop) {
        this.host = host;
        this.frontend = device.attach();
        this.loop = loop;
    }

    /** Takes input, or clients, from now on; called once. */
    public abstract void start();

    /** Shows each session that is not over, also one whose device has its next peer already. */
    public abstract void forEachSession(Consumer<? super MonitorSession> action);

    /** Gives up the device's callbacks: none comes after this returns. Not in a loop's thread. */
    abstract void leave();

    /** Gives up the device's callbacks: none comes after the stage is complete. */
    abstract CompletionStage<Void> leaveAsync();

    /** Ends the monitor's sessions, after the last callback. */
    abstract void over();

    /** Returns the id of the device. */
    public final String label() {
        return frontend.chardev().id();
    }

    /** Returns the device as it describes itself, with its peer. */
    final String peer() {
        return frontend.chardev().filename();
    }

    /** Returns what the monitor shares with the others. */
    public final MonitorHost host() {
        return host;
    }

    /** Returns the monitor's side of the device. */
    protected final CharFrontend frontend() {
        return frontend;
    }

    /** Returns the loop that the monitor lives in. */
    public final EventLoop loop() {
        return loop;
    }

    /**
     * Ends the monitor; only the first call counts.
     *
     * @param withDevice whether to close its device; else that is free for another front end, and its peer stays connected
     */
    public final void end(boolean withDevice) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Chardev device = frontend.chardev();
        if (EventLoop.current() == null) {
            contain(this::leave);
            contain(this::overAndForgotten);
            contain(frontend::detach);
            if (withDevice) {
                contain(device::close);
            }
            return;
        }
        CompletionStage<Void> done = contained(leaveAsync())
                .thenRun(() -> contain(this::overAndForgotten))
                .thenCompose(nothing -> contained(frontend.detachAsync()));
        if (withDevice) {
            done.thenCompose(nothing -> contained(device.closeAsync()));
        }
    }

    /** Tells whether the end has begun. */
    final boolean isEnded() {
        return ended.get();
    }

    private void overAndForgotten() {
        try {
            over();
        } finally {
            host.monitors().remove(this);
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
                end(true);
            }
        });
    }
}
