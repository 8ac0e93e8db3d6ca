package dev.qmp.cli.usage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits how many lines of one kind are written, to a burst of {@value #BURST} and one a second in the long run, and how many of all kinds
 * together. The lines above the limit are summed up once a second, in a line with their number and the last of them.
 *
 * <p>Thread: confined to its user.
 */
final class LineRate {
    static final int BURST = 20;
    static final int BURST_OF_ALL = 500;
    static final long SECOND = 1_000_000_000;
    private static final int KINDS = 256;

    private final Map<String, Bucket> kinds = new LinkedHashMap<>(16, 0.75f, true);
    private final Bucket all = new Bucket(BURST_OF_ALL, SECOND / 50);
    private final List<String> forgotten = new ArrayList<>();

    /** Returns whether a line may be written now; if not, counts it. */
    boolean admits(String kind, String line, long now) {
        Bucket bucket = kinds.get(kind);
        if (bucket == null) {
            bucket = new Bucket(BURST, SECOND);
            kinds.put(kind, bucket);
            if (kinds.size() > KINDS) {
                Iterator<Bucket> oldest = kinds.values().iterator();
                oldest.next().sumUp(forgotten);
                oldest.remove();
            }
        }
        return bucket.admits(line, now) && all.admits(line, now);
    }

    /** Returns whether there is anything to sum up, now or later. */
    boolean isSuppressing() {
        return all.suppressed > 0
                || !forgotten.isEmpty()
                || kinds.values().stream().anyMatch(kind -> kind.suppressed > 0);
    }

    /** Sums up the lines that were held back for at least a second. */
    List<String> summaries(long now) {
        List<String> lines = takeForgotten();
        for (Bucket kind : kinds.values()) {
            if (kind.isDue(now)) {
                kind.sumUp(lines);
            }
        }
        if (all.isDue(now)) {
            all.sumUp(lines);
        }
        return lines;
    }

    /** Sums up all lines that were held back. */
    List<String> lastSummaries() {
        List<String> lines = takeForgotten();
        kinds.values().forEach(kind -> kind.sumUp(lines));
        all.sumUp(lines);
        return lines;
    }

    private List<String> takeForgotten() {
        List<String> lines = new ArrayList<>(forgotten);
        forgotten.clear();
        return lines;
    }

    /** Lines that share an allowance. */
    private static final class Bucket {
        private final long most;
        private final long price;
        private long credit;
        private long counted = Long.MIN_VALUE;
        private long suppressed;
        private long since;
        private String last = "";

        Bucket(int burst, long price) {
            this.most = burst * price;
            this.price = price;
        }

        boolean admits(String line, long now) {
            credit = counted == Long.MIN_VALUE ? most : Math.min(most, credit + (now - counted));
            counted = now;
            if (suppressed == 0) {
                if (credit >= price) {
                    credit -= price;
                    return true;
                }
                since = now;
            }
            suppressed++;
            last = line;
            return false;
        }

        boolean isDue(long now) {
            return suppressed > 0 && now - since >= SECOND;
        }

        void sumUp(List<String> lines) {
            if (suppressed > 0) {
                lines.add("qmp: " + suppressed + " more like this: " + last);
                suppressed = 0;
                credit = 0;
            }
        }
    }
}
