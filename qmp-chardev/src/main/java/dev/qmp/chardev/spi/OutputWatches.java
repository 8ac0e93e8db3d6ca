package dev.qmp.chardev.spi;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.WatchCallback;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.Watch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The front end's watches on one output: of a connection, or of a device that has only one. For back ends.
 *
 * <p>A callback that throws ends its watch and the connection; the failure is reported, and the other callbacks still run.
 *
 * <p>Thread: confined to the device's loop, except {@link #add}; a watch is safe for any thread as {@link Watch} says.
 */
public final class OutputWatches {
    private final DevicePort device;
    private final CharConnection connection;
    private final Consumer<Boolean> interest;
    private final Set<OutputWatch> waiting = new LinkedHashSet<>(1);
    private int waitingToWrite;
    private boolean over;

    /**
     * Makes an empty set of watches.
     *
     * @param device whose output it is
     * @param connection the connection of that output, which a watch that fails closes
     * @param interest called in the loop with whether anybody waits to write, each time that may have changed
     */
    public OutputWatches(DevicePort device, CharConnection connection, Consumer<Boolean> interest) {
        this.device = device;
        this.connection = connection;
        this.interest = interest;
    }

    /**
     * Adds a watch. Any thread.
     *
     * @param conditions what to wait for
     * @param callback what to do
     * @return the watch, inactive soon if the output is over
     */
    public Watch add(Set<WatchCondition> conditions, WatchCallback callback) {
        OutputWatch watch = new OutputWatch(this, conditions, callback);
        device.runInLoop(() -> {
            if (over) {
                fire(watch, WatchCondition.HUP); // it ended before the watch reached the loop
                watch.dead = true;
            } else if (!watch.dead && waiting.add(watch) && watch.out) {
                waitingToWrite++;
                interest.accept(true);
            }
        });
        return watch;
    }

    /**
     * Says whether any watch waits to write.
     *
     * @return true if the channel should be watched for it
     */
    public boolean wantsOut() {
        return waitingToWrite > 0;
    }

    /** The output takes bytes again: runs the callbacks that wait for it. */
    public void writable() {
        if (waitingToWrite > 0) {
            fireAll(WatchCondition.OUT);
            interest.accept(wantsOut());
        }
    }

    /** The output is over: runs the callbacks that wait for HUP, then ends all watches. Idempotent. */
    public void hangUp() {
        if (!over) {
            over = true;
            fireAll(WatchCondition.HUP);
            List.copyOf(waiting).forEach(this::kill);
        }
    }

    private void fireAll(WatchCondition condition) {
        for (OutputWatch watch : List.copyOf(waiting)) {
            fire(watch, condition);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, it ends only the watch and its connection
    private void fire(OutputWatch watch, WatchCondition condition) {
        if (!watch.wants(condition)) {
            return;
        }
        boolean more = false;
        try {
            more = watch.callback.ready(condition);
        } catch (Throwable e) {
            device.report("a watch of its output failed; the connection is closed", e);
            connection.close();
        } finally {
            if (!more) {
                kill(watch);
            }
        }
    }

    /** Ends a watch. In the loop. */
    private void kill(OutputWatch watch) {
        watch.dead = true;
        if (waiting.remove(watch) && watch.out) {
            waitingToWrite--;
        }
    }

    /** Ends a watch that is not wanted any more. In the loop. */
    private void withdraw(OutputWatch watch) {
        boolean wanted = wantsOut();
        kill(watch);
        if (wanted && !wantsOut() && !over) {
            interest.accept(false);
        }
    }

    /** One watch. Thread: any; the callback runs in the device's loop. */
    private static final class OutputWatch implements Watch {
        private final OutputWatches owner;
        private final WatchCallback callback;
        private final boolean out;
        private final boolean hup;
        private volatile boolean dead; // set in the loop only

        OutputWatch(OutputWatches owner, Set<WatchCondition> conditions, WatchCallback callback) {
            this.owner = owner;
            this.callback = callback;
            this.out = conditions.contains(WatchCondition.OUT);
            this.hup = conditions.contains(WatchCondition.HUP);
        }

        boolean wants(WatchCondition condition) {
            return !dead && (condition == WatchCondition.OUT ? out : hup);
        }

        @Override
        public boolean isActive() {
            return !dead;
        }

        @Override
        public void remove() {
            owner.device.callInLoop(() -> owner.withdraw(this));
        }

        @Override
        public CompletionStage<Void> removeAsync() {
            CompletableFuture<Void> done = new CompletableFuture<>();
            owner.device.runInLoop(() -> {
                owner.withdraw(this);
                done.complete(null);
            });
            return done;
        }
    }
}
