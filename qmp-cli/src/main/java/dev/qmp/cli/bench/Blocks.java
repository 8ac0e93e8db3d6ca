package dev.qmp.cli.bench;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Loads servers in turn, so that other load on the machine affects all alike. Thread: confined to the main thread. */
final class Blocks {
    private final Load load;
    private final List<Target> targets;
    private final Progress progress;

    Blocks(Load load, List<Target> targets, Progress progress) {
        this.load = load;
        this.targets = targets;
        this.progress = progress;
    }

    /** Loads the servers; returns early when the thread is interrupted. */
    void run() {
        try {
            load();
        } catch (InterruptedException e) {
            // What was measured so far is reported.
        } finally {
            progress.clear();
        }
    }

    private void load() throws InterruptedException {
        for (Target target : targets) {
            long nanos = load.warmUp().toNanos();
            long begin = System.nanoTime();
            target.run(
                    () -> {
                        progress.show("warming up " + target.address(), (System.nanoTime() - begin) / (double) nanos);
                        return System.nanoTime() - begin < nanos;
                    },
                    false);
        }
        int turns = load.blocks() * targets.size();
        for (int turn = 0; turn < turns; turn++) {
            Target target = targets.get(turn % targets.size());
            target.run(limit(turn, turns, target), true);
        }
    }

    private BooleanSupplier limit(int turn, int turns, Target target) {
        int block = turn / targets.size();
        String text = targets.size() > 1 ? "loading " + target.address() : "loading";
        if (load.requests().isPresent()) {
            long all = load.requests().getAsLong();
            // If the number is not divisible, the first blocks get one more.
            long mine = all / load.blocks() + (block < all % load.blocks() ? 1 : 0);
            long[] sent = {0};
            return () -> {
                progress.show(text, (turn + sent[0] / (double) Math.max(1, mine)) / turns);
                return sent[0]++ < mine;
            };
        }
        long nanos = load.duration().toNanos() / load.blocks();
        long begin = System.nanoTime();
        return () -> {
            long passed = System.nanoTime() - begin;
            progress.show(text, (turn + Math.min(1, passed / (double) nanos)) / turns);
            return passed < nanos;
        };
    }
}
