package dev.qmp.cli.bench;

/**
 * Counts times in buckets whose width grows with the time: accurate to about 3 % from 1 ns to centuries, in a fixed 15 KiB.
 *
 * <p>Thread: confined to one thread, or guarded by its user.
 */
final class Histogram {
    private static final int SUB_BITS = 6;
    private static final int SUB = 1 << SUB_BITS;
    private static final int HALF = SUB / 2;

    private final long[] counts = new long[HALF * (Long.SIZE - SUB_BITS + 1)];
    private long total;
    private double sum;
    private long min = Long.MAX_VALUE;
    private long max;

    /** Counts a time of 0 ns or more. */
    void add(long nanos) {
        long value = Math.max(0, nanos);
        counts[index(value)]++;
        total++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    /** Adds all that another one counted. */
    void add(Histogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        sum += other.sum;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    /** Returns how many times were counted. */
    long total() {
        return total;
    }

    /** Returns the mean in ns, 0 if nothing was counted. */
    double mean() {
        return total == 0 ? 0 : sum / total;
    }

    /** Returns the shortest time, 0 if nothing was counted. */
    long min() {
        return total == 0 ? 0 : min;
    }

    /** Returns the longest time. */
    long max() {
        return max;
    }

    /** Returns the time that a share of all times, from 0 to 1, does not exceed. */
    long percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && counts[i] > 0) {
                return Math.min(max, Math.max(min, lower(i) + (lower(i + 1) - lower(i)) / 2));
            }
        }
        return max;
    }

    /** Returns the number of times between two values, the first inclusive, as exactly as the buckets allow. */
    long between(long from, long to) {
        long found = 0;
        for (int i = 0; i < counts.length; i++) {
            long middle = lower(i) + (lower(i + 1) - lower(i)) / 2;
            if (middle >= from && middle < to) {
                found += counts[i];
            }
        }
        return found;
    }

    static int index(long value) {
        if (value < SUB) {
            return (int) value;
        }
        int exponent = Long.SIZE - SUB_BITS - Long.numberOfLeadingZeros(value);
        return exponent * HALF + (int) (value >>> exponent);
    }

    /** Returns the least value of a bucket. */
    static long lower(int index) {
        if (index < SUB) {
            return index;
        }
        int exponent = index / HALF - 1;
        return (long) (index % HALF + HALF) << exponent;
    }
}
