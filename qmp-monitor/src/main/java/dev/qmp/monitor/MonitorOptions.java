package dev.qmp.monitor;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.json.JsonLimits;
import dev.qmp.monitor.internal.session.SessionSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a monitor is to behave; fixed when it is created. A human monitor uses the bounds of output only.
 *
 * <p>Thread: immutable.
 */
public final class MonitorOptions {
    /** QMP, compact output, the modern dialect, QEMU's limits, 1 MiB and 64 MiB of output, no timeout. */
    public static final MonitorOptions DEFAULT = builder().build();

    private final MonitorMode mode;
    private final SessionSettings settings;

    private MonitorOptions(MonitorMode mode, SessionSettings settings) {
        this.mode = mode;
        this.settings = settings;
    }

    /**
     * Begins with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins with these options.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        return new Builder()
                .mode(mode)
                .pretty(pretty())
                .dialect(dialect())
                .limits(limits())
                .outputBounds(outputHighWater(), outputHardCap())
                .unnegotiatedInput(unnegotiatedInput())
                .role(settings.role())
                .negotiationTimeout(negotiationTimeout());
    }

    SessionSettings settings() {
        return settings;
    }

    /**
     * Returns what is spoken on the monitor.
     *
     * @return {@link MonitorMode#CONTROL} by default
     */
    public MonitorMode mode() {
        return mode;
    }

    /**
     * Tells whether output is indented.
     *
     * @return false by default
     */
    public boolean pretty() {
        return settings.pretty();
    }

    /**
     * Returns how clients ask for out-of-band execution.
     *
     * @return {@link Dialect#MODERN} by default
     */
    public Dialect dialect() {
        return settings.dialect();
    }

    /**
     * Returns the bounds of a request.
     *
     * @return {@link JsonLimits#DEFAULT} by default
     */
    public JsonLimits limits() {
        return settings.limits();
    }

    /**
     * Returns at how much unread output the monitor stops reading requests.
     *
     * @return bytes, 1 MiB by default
     */
    public int outputHighWater() {
        return settings.outputHighWater();
    }

    /**
     * Returns at how much unread output a session is closed.
     *
     * @return bytes, 64 MiB by default
     */
    public int outputHardCap() {
        return settings.outputHardCap();
    }

    /**
     * Returns how large a message may be before the client has negotiated its capabilities.
     *
     * @return about the memory that it takes, in bytes; 64 KiB by default
     */
    public int unnegotiatedInput() {
        return settings.unnegotiatedInput();
    }

    /**
     * Returns how long a client may take to negotiate its capabilities before its session is closed.
     *
     * @return zero by default: as long as it likes
     */
    public Duration negotiationTimeout() {
        return settings.negotiationTimeout();
    }

    /**
     * Returns the name of the role that all sessions have.
     *
     * @return empty by default: the policy of {@link MonitorsBuilder#policy} decides, and without one everything is allowed
     */
    public Optional<String> role() {
        return Optional.ofNullable(settings.role());
    }

    /** Collects options. Thread: confined to its owner. */
    public static final class Builder {
        private MonitorMode mode = MonitorMode.CONTROL;
        private boolean pretty;
        private Dialect dialect = Dialect.MODERN;
        private JsonLimits limits = JsonLimits.DEFAULT;
        private int outputHighWater = 1 << 20;
        private int outputHardCap = 64 << 20;
        private int unnegotiatedInput = 64 << 10;
        private @Nullable String role;
        private Duration negotiationTimeout = Duration.ZERO;

        private Builder() {}

        /**
         * Sets what is spoken on the monitor.
         *
         * @param value QMP, or commands as words
         * @return this builder
         */
        public Builder mode(MonitorMode value) {
            mode = Objects.requireNonNull(value, "mode");
            return this;
        }

        /**
         * Sets whether output is indented.
         *
         * @param value whether
         * @return this builder
         */
        public Builder pretty(boolean value) {
            pretty = value;
            return this;
        }

        /**
         * Sets how clients ask for out-of-band execution.
         *
         * @param value the dialect
         * @return this builder
         */
        public Builder dialect(Dialect value) {
            dialect = Objects.requireNonNull(value, "dialect");
            return this;
        }

        /**
         * Sets the bounds of a request. A message of more than a quarter of {@link MonitorsBuilder#memoryBudget}, or of more than one
         * token for 128 bytes of that, is refused in any case. Specification: {@code json-limits}.
         *
         * @param value the bounds
         * @return this builder
         */
        public Builder limits(JsonLimits value) {
            limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets the bounds of output that the client leaves unread.
         *
         * @param highWater bytes at which the monitor stops reading requests, at least 1
         * @param hardCap bytes at which the session is closed, at least {@code highWater}
         * @return this builder
         */
        public Builder outputBounds(int highWater, int hardCap) {
            if (highWater < 1 || hardCap < highWater) {
                throw new IllegalArgumentException(
                        "output bounds out of order: high water " + highWater + ", hard cap " + hardCap);
            }
            outputHighWater = highWater;
            outputHardCap = hardCap;
            return this;
        }

        /**
         * Sets how large a message may be before the client has negotiated its capabilities; the session is closed if one is larger.
         *
         * @param bytes about the memory that it takes, at least 1
         * @return this builder
         */
        public Builder unnegotiatedInput(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("unnegotiatedInput: " + bytes);
            }
            unnegotiatedInput = bytes;
            return this;
        }

        /**
         * Sets the role that all sessions have, whoever the peer is.
         *
         * @param value the name of a role of {@link MonitorsBuilder#policy}, or {@code readonly}, which is built in; null to let the policy
         *     decide
         * @return this builder
         */
        public Builder role(@Nullable String value) {
            role = value;
            return this;
        }

        /**
         * Sets how long a client may take to negotiate its capabilities before its session is closed.
         *
         * @param value not negative; zero: as long as it likes
         * @return this builder
         */
        public Builder negotiationTimeout(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("negative negotiation timeout: " + value);
            }
            negotiationTimeout = value;
            return this;
        }

        /**
         * Ends building.
         *
         * @return the options
         */
        public MonitorOptions build() {
            return new MonitorOptions(
                    mode,
                    new SessionSettings(
                            pretty,
                            dialect,
                            limits,
                            outputHighWater,
                            outputHardCap,
                            unnegotiatedInput,
                            role,
                            negotiationTimeout));
        }
    }
}
