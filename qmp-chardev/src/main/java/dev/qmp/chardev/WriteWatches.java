package dev.qmp.chardev;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The front end's watches on the output side of one device.
 *
 * <p>Thread: confined to the device's loop; a {@link WriteWatch} is safe for any thread as {@link Watch} says.
 */
final class WriteWatches {
    private final Chardev device;
    private final List<WriteWatch> waiting = new ArrayList<>(1);

    WriteWatches(Chardev device) {
        this.device = device;
    }

    WriteWatch create(Set<WatchCondition> conditions, WatchCallback callback) {
        return new WriteWatch(device, conditions, callback);
    }

    void add(WriteWatch watch) {
        if (!watch.dead) {
            waiting.add(watch);
        }
    }

    boolean wantsOut() {
        for (WriteWatch watch : waiting) {
            if (!watch.dead && watch.out) {
                return true;
            }
        }
        return false;
    }

    /** Runs the callbacks of everybody who waits for the condition; answers whether somebody still waits to write. */
    boolean fire(WatchCondition condition) {
        if (waiting.isEmpty()) {
            return false;
        }
        List<WriteWatch> now = List.copyOf(waiting);
        for (WriteWatch watch : now) {
            if (watch.wants(condition) && !watch.callback.ready(condition)) {
                watch.dead = true;
            }
        }
        waiting.removeIf(watch -> watch.dead);
        return wantsOut();
    }

    /** The peer is gone: tells those who asked, then ends all watches. */
    void hangUp() {
        fire(WatchCondition.HUP);
        waiting.forEach(watch -> watch.dead = true);
        waiting.clear();
    }

    /** One watch. Thread: any; the callback runs in the device's loop. */
    static final class WriteWatch implements Watch {
        private final Chardev device;
        private final WatchCallback callback;
        private final boolean out;
        private final boolean hup;
        private volatile boolean dead;

        WriteWatch(Chardev device, Set<WatchCondition> conditions, WatchCallback callback) {
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

        void end() {
            dead = true;
        }
    }
}
