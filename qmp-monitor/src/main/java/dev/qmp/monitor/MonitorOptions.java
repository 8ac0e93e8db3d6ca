package dev.qmp.monitor;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.json.JsonLimits;
import java.time.Duration;

/**
 * How a monitor is to behave; fixed when it is created.
 *
 * @param mode what is spoken on it; one for people takes only the bounds of output from the rest
 * @param pretty whether its output is indented
 * @param dialect how its clients ask for out-of-band execution
 * @param limits the bounds of a request
 * @param outputHighWater bytes of unread output at which the monitor stops reading requests, at least 1
 * @param outputHardCap bytes of unread output at which the session is closed, at least {@code outputHighWater}
 * @param negotiationTimeout how long a client may take to negotiate its capabilities before its session is closed; zero: as
 *     long as it likes
 */
public record MonitorOptions(
        MonitorMode mode,
        boolean pretty,
        Dialect dialect,
        JsonLimits limits,
        int outputHighWater,
        int outputHardCap,
        Duration negotiationTimeout) {
    /** QMP, compact output, the modern dialect, the reference's limits, 1 MiB and 64 MiB of output, no timeout. */
    public static final MonitorOptions DEFAULT = new MonitorOptions(
            MonitorMode.CONTROL, false, Dialect.MODERN, JsonLimits.DEFAULT, 1 << 20, 64 << 20, Duration.ZERO);

    /**
     * Refuses bounds that contradict each other.
     *
     * @param mode what is spoken on it
     * @param pretty whether its output is indented
     * @param dialect how its clients ask for out-of-band execution
     * @param limits the bounds of a request
     * @param outputHighWater bytes of unread output at which the monitor stops reading requests, at least 1
     * @param outputHardCap bytes of unread output at which the session is closed, at least {@code outputHighWater}
     * @param negotiationTimeout how long a client may take to negotiate, not negative; zero: as long as it likes
     */
    public MonitorOptions {
        if (outputHighWater < 1 || outputHardCap < outputHighWater) {
            throw new IllegalArgumentException(
                    "output bounds out of order: high water " + outputHighWater + ", hard cap " + outputHardCap);
        }
        if (negotiationTimeout.isNegative()) {
            throw new IllegalArgumentException("negative negotiation timeout: " + negotiationTimeout);
        }
    }

    /**
     * Returns the same options for programs or for people.
     *
     * @param value what is spoken
     * @return the changed options
     */
    public MonitorOptions withMode(MonitorMode value) {
        return new MonitorOptions(value, pretty, dialect, limits, outputHighWater, outputHardCap, negotiationTimeout);
    }

    /**
     * Returns the same options with indented or compact output.
     *
     * @param value whether to indent
     * @return the changed options
     */
    public MonitorOptions withPretty(boolean value) {
        return new MonitorOptions(mode, value, dialect, limits, outputHighWater, outputHardCap, negotiationTimeout);
    }

    /**
     * Returns the same options with another dialect.
     *
     * @param value the dialect
     * @return the changed options
     */
    public MonitorOptions withDialect(Dialect value) {
        return new MonitorOptions(mode, pretty, value, limits, outputHighWater, outputHardCap, negotiationTimeout);
    }

    /**
     * Returns the same options with other bounds of a request.
     *
     * @param value the bounds
     * @return the changed options
     */
    public MonitorOptions withLimits(JsonLimits value) {
        return new MonitorOptions(mode, pretty, dialect, value, outputHighWater, outputHardCap, negotiationTimeout);
    }

    /**
     * Returns the same options with other bounds of unread output.
     *
     * @param highWater bytes at which reading stops
     * @param hardCap bytes at which the session is closed
     * @return the changed options
     */
    public MonitorOptions withOutputBounds(int highWater, int hardCap) {
        return new MonitorOptions(mode, pretty, dialect, limits, highWater, hardCap, negotiationTimeout);
    }

    /**
     * Returns the same options with another time to negotiate.
     *
     * @param timeout after which a client that has not negotiated is sent away; zero: never
     * @return the changed options
     */
    public MonitorOptions withNegotiationTimeout(Duration timeout) {
        return new MonitorOptions(mode, pretty, dialect, limits, outputHighWater, outputHardCap, timeout);
    }
}
