package dev.qmp.monitor.client;

import java.time.Duration;

/**
 * When to connect again after a connection ended: after a delay that begins with {@code first} and doubles with each failed attempt up to
 * {@code longest}. Requests in flight fail when a connection ends; they are never sent again, since some may have been executed. Requests
 * made while there is no connection fail at once.
 *
 * @param first the first delay, more than zero
 * @param longest the longest delay, no less than {@code first}
 * @param attempts how many attempts in a row may fail before the client gives up, at least 1
 */
public record ReconnectPolicy(Duration first, Duration longest, int attempts) {
    /** After 100 ms, then twice as long each time up to 10 s, without end. */
    public static final ReconnectPolicy FOREVER =
            new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(10), Integer.MAX_VALUE);

    /**
     * Checks the ranges.
     *
     * @param first the first delay
     * @param longest the longest delay
     * @param attempts how many attempts may fail
     * @throws IllegalArgumentException if a value is out of its range
     */
    public ReconnectPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || attempts < 1) {
            throw new IllegalArgumentException(
                    "delays from " + first + " to " + longest + ", " + attempts + " attempts");
        }
    }

    /** The delay after that one. */
    Duration after(Duration delay) {
        Duration twice = delay.multipliedBy(2);
        return twice.compareTo(longest) < 0 ? twice : longest;
    }
}
