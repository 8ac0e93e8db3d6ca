package dev.qmp.chardev;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The front end's watches on one output: of a connection, or of a device that has only one. For back ends.
 *
 * <p>Thread: confined to the device's loop, except {@link #add}; a watch is safe for any thread as {@link Watch} says.
 */
public final class OutputWatches {
    private final Chardev device;
    private final Consumer<Boolean> interest;
    private final List<OutputWatch> waiting = new ArrayList<>(1);
    private boolean over;

    /**
     * Makes an empty set of watches.
     *
     * @param device whose output it is
     * @param interest told, in the loop, whether anybody waits to write, each time that may have changed
     */
    public OutputWatches(Chardev device, Consumer<Boolean> interest) {
        this.device = device;
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
        OutputWatch watch = new OutputWatch(device, conditions, callback);
        device.runInLoop(() -> {
            if (over) {
                if (watch.wants(WatchCondition.HUP)) {
                    callback.ready(WatchCondition.HUP); // it ended while the watch was on its way here
                }
                watch.dead = true;
            } else if (!watch.dead) {
                waiting.add(watch);
                interest.accept(wantsOut());
            }
        });
        return watch;
    }

    /**
     * Says whether anybody waits to write.
     *
     * @return true if the channel should be watched for it
     */
    public boolean wantsOut() {
        for (OutputWatch watch : waiting) {
            if (watch.wants(WatchCondition.OUT)) {
                return true;
            }
        }
        return false;
    }

    /** The output takes bytes again: runs the callbacks of those who wait for it. */
    public void writable() {
        if (!waiting.isEmpty()) {
            fire(WatchCondition.OUT);
            interest.accept(wantsOut());
        }
    }

    /** The output is over: tells those who asked, then ends all watches. Idempotent. */
    public void hangUp() {
        if (!over) {
            over = true;
            fire(WatchCondition.HUP);
            waiting.forEach(watch -> watch.dead = true);
            waiting.clear();
        }
    }

    private void fire(WatchCondition condition) {
        for (OutputWatch watch : List.copyOf(waiting)) {
            if (watch.wants(condition) && !watch.callback.ready(condition)) {
                watch.dead = true;
            }
        }
        waiting.removeIf(watch -> watch.dead);
    }

    /** One watch. Thread: any; the callback runs in the device's loop. */
    private static final class OutputWatch implements Watch {
        private final Chardev device;
        private final WatchCallback callback;
        private final boolean out;
        private final boolean hup;
        private volatile boolean dead; // set in the loop only

        OutputWatch(Chardev device, Set<WatchCondition> conditions, WatchCallback callback) {
            this.device = device;
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
            device.callInLoop(() -> dead = true);
        }

        @Override
        public CompletionStage<Void> removeAsync() {
            CompletableFuture<Void> done = new CompletableFuture<>();
            device.runInLoop(() -> {
                dead = true;
                done.complete(null);
            });
            return done;
        }
    }
}
