package dev.qmp.chardev.loop;

import java.util.function.LongSupplier;

/**
 * How an {@link EventLoop} runs. Every {@code with} method returns settings that differ from these in one point.
 *
 * <p>Thread: immutable.
 */
public final class LoopSettings {
    /** No spinning, a read buffer of 64 KiB, the system's clock; failures go to the log. */
    public static final LoopSettings DEFAULT =
            new LoopSettings(0, false, 64 * 1024, System::nanoTime, ErrorHandler.LOGGING);

    private final long spinNanos;
    private final boolean spinsOnDemand;
    private final int readBufferSize;
    private final LongSupplier nanoClock;
    private final ErrorHandler errorHandler;

    private LoopSettings(
            long spinNanos,
            boolean spinsOnDemand,
            int readBufferSize,
            LongSupplier nanoClock,
            ErrorHandler errorHandler) {
        this.spinNanos = spinNanos;
        this.spinsOnDemand = spinsOnDemand;
        this.readBufferSize = readBufferSize;
        this.nanoClock = nanoClock;
        this.errorHandler = errorHandler;
    }

    /**
     * How long the loop looks for work before it blocks. It does so only while work comes in quick succession, so an idle loop
     * costs nothing.
     *
     * @return the time in nanoseconds; 0 for not at all
     */
    public long spinNanos() {
        return spinNanos;
    }

    /**
     * Changes {@link #spinNanos}.
     *
     * @param nanos the time in nanoseconds, at least 0
     * @return the new settings
     * @throws IllegalArgumentException if the time is negative
     */
    public LoopSettings withSpinNanos(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("spinNanos " + nanos);
        }
        return new LoopSettings(nanos, spinsOnDemand, readBufferSize, nanoClock, errorHandler);
    }

    /**
     * Says whether the loop spins only before a wait for which {@link EventLoop#spinBeforeNextWait} was called.
     *
     * @return false to spin before every wait
     */
    public boolean spinsOnDemand() {
        return spinsOnDemand;
    }

    /**
     * Changes {@link #spinsOnDemand}.
     *
     * @param onDemand the new value
     * @return the new settings
     */
    public LoopSettings withSpinsOnDemand(boolean onDemand) {
        return new LoopSettings(spinNanos, onDemand, readBufferSize, nanoClock, errorHandler);
    }

    /**
     * The size of the one buffer that all devices of the loop read into.
     *
     * @return the size in bytes
     */
    public int readBufferSize() {
        return readBufferSize;
    }

    /**
     * Changes {@link #readBufferSize}.
     *
     * @param bytes the size in bytes, at least 1
     * @return the new settings
     * @throws IllegalArgumentException if the size is less than 1
     */
    public LoopSettings withReadBufferSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("readBufferSize " + bytes);
        }
        return new LoopSettings(spinNanos, spinsOnDemand, bytes, nanoClock, errorHandler);
    }

    /**
     * The clock of the timers.
     *
     * @return a clock in nanoseconds; {@code System::nanoTime} except in tests
     */
    public LongSupplier nanoClock() {
        return nanoClock;
    }

    /**
     * Changes the {@link #nanoClock}.
     *
     * @param clock the new clock, in nanoseconds
     * @return the new settings
     */
    public LoopSettings withNanoClock(LongSupplier clock) {
        return new LoopSettings(spinNanos, spinsOnDemand, readBufferSize, clock, errorHandler);
    }

    /**
     * The handler of the failures that the loop contains.
     *
     * @return the handler
     */
    public ErrorHandler errorHandler() {
        return errorHandler;
    }

    /**
     * Changes the {@link #errorHandler}.
     *
     * @param handler the new handler
     * @return the new settings
     */
    public LoopSettings withErrorHandler(ErrorHandler handler) {
        return new LoopSettings(spinNanos, spinsOnDemand, readBufferSize, nanoClock, handler);
    }
}
