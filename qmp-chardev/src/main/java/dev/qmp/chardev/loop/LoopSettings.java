package dev.qmp.chardev.loop;

import java.util.function.LongSupplier;

/**
 * How an {@link EventLoop} runs.
 *
 * <p>Thread: immutable.
 *
 * @param spinNanos how long the loop looks for work before it blocks, in nanoseconds; 0 is not at all. It does so
 *     only while work comes in quick succession, so an idle loop costs nothing
 * @param spinsOnDemand whether it does so only before a wait that {@link EventLoop#expectMore} was called for
 * @param readBufferSize the size of the one buffer that all devices of the loop read into, in bytes, at least 1
 * @param nanoClock the clock of the timers, in nanoseconds; {@code System::nanoTime} except in tests
 * @param errorHandler hears of the failures that the loop contains
 */
public record LoopSettings(
        long spinNanos, boolean spinsOnDemand, int readBufferSize, LongSupplier nanoClock, ErrorHandler errorHandler) {
    /** No spinning, a buffer of 64 KiB, the system's clock; failures go to the log. */
    public static final LoopSettings DEFAULT =
            new LoopSettings(0, false, 64 * 1024, System::nanoTime, ErrorHandler.LOGGING);

    /**
     * Checks the ranges.
     *
     * @param spinNanos at least 0
     * @param spinsOnDemand whether to spin only when more is expected
     * @param readBufferSize at least 1
     * @param nanoClock the clock
     * @param errorHandler hears of contained failures
     */
    public LoopSettings {
        if (spinNanos < 0 || readBufferSize < 1) {
            throw new IllegalArgumentException("spinNanos " + spinNanos + ", readBufferSize " + readBufferSize);
        }
    }

    /**
     * Changes the spin.
     *
     * @param nanos the new value in nanoseconds
     * @return settings that differ in that only
     */
    public LoopSettings withSpinNanos(long nanos) {
        return new LoopSettings(nanos, spinsOnDemand, readBufferSize, nanoClock, errorHandler);
    }

    /**
     * Changes when to spin.
     *
     * @param onDemand whether only when more is expected
     * @return settings that differ in that only
     */
    public LoopSettings withSpinsOnDemand(boolean onDemand) {
        return new LoopSettings(spinNanos, onDemand, readBufferSize, nanoClock, errorHandler);
    }

    /**
     * Changes the clock.
     *
     * @param clock the new clock, in nanoseconds
     * @return settings that differ in that only
     */
    public LoopSettings withNanoClock(LongSupplier clock) {
        return new LoopSettings(spinNanos, spinsOnDemand, readBufferSize, clock, errorHandler);
    }

    /**
     * Changes who hears of the failures that the loop contains.
     *
     * @param handler the new handler
     * @return settings that differ in that only
     */
    public LoopSettings withErrorHandler(ErrorHandler handler) {
        return new LoopSettings(spinNanos, spinsOnDemand, readBufferSize, nanoClock, handler);
    }
}
