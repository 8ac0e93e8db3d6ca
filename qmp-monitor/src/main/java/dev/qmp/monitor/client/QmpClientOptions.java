package dev.qmp.monitor.client;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.json.JsonLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/** How a client connects and behaves. Thread: immutable, safe to share. */
public final class QmpClientOptions {
    /** What {@link QmpClient#connect(QmpAddress)} uses. */
    public static final QmpClientOptions DEFAULT = builder().build();

    private final Builder values;

    private QmpClientOptions(Builder values) {
        this.values = values;
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
        return new Builder(values);
    }

    /**
     * Returns how long connecting may take, from the call to the end of the negotiation.
     *
     * @return more than zero; 5 s by default
     */
    public Duration timeout() {
        return values.timeout;
    }

    /**
     * Returns how long {@link QmpClient#connect} waits for a server that is not there yet.
     *
     * @return empty by default: one attempt
     */
    public Optional<Duration> awaitServer() {
        return values.awaitServer;
    }

    /**
     * Returns how long a reply may take, from its request on.
     *
     * @return empty by default: as long as the connection lasts
     */
    public Optional<Duration> replyTimeout() {
        return values.replyTimeout;
    }

    /**
     * Tells whether the server is a guest agent.
     *
     * @return false by default
     */
    public boolean agent() {
        return values.agent;
    }

    /**
     * Tells whether out-of-band execution is enabled where the server offers it.
     *
     * @return true by default
     */
    public boolean outOfBand() {
        return values.outOfBand;
    }

    /**
     * Returns how out-of-band execution is asked for.
     *
     * @return {@link Dialect#MODERN} by default
     */
    public Dialect dialect() {
        return values.dialect;
    }

    /**
     * Returns how many in-band requests may be with the server at a time while out-of-band execution is on.
     *
     * @return 8 by default; {@link Integer#MAX_VALUE} for no limit
     */
    public int inBandLimit() {
        return values.inBandLimit;
    }

    /**
     * Returns how many bytes of requests may wait in the client.
     *
     * @return 64 MiB by default
     */
    public long unsentLimit() {
        return values.unsentLimit;
    }

    /**
     * Returns how many events are kept for each listener and subscriber.
     *
     * @return 1024 by default
     */
    public int eventBuffer() {
        return values.eventBuffer;
    }

    /**
     * Returns how many bytes of events are kept for each listener and subscriber.
     *
     * @return 16 MiB by default
     */
    public long eventBytes() {
        return values.eventBytes;
    }

    /**
     * Returns what one message of the server may cost.
     *
     * @return {@link JsonLimits#DEFAULT} by default
     */
    public JsonLimits limits() {
        return values.limits;
    }

    /**
     * Returns how to connect again.
     *
     * @return empty by default: the client ends with its connection
     */
    public Optional<ReconnectPolicy> reconnect() {
        return values.reconnect;
    }

    /**
     * Returns how TLS is done with an address that asks for it.
     *
     * @return {@link TlsSettings#DEFAULT} by default
     */
    public TlsSettings tls() {
        return values.tls;
    }

    /**
     * Returns the listeners that are there before the connection is.
     *
     * @return none by default
     */
    public List<QmpListener> listeners() {
        return values.listeners;
    }

    /**
     * Returns where listeners and subscribers are called.
     *
     * @return empty by default: threads of the client's own
     */
    public Optional<Executor> eventExecutor() {
        return values.eventExecutor;
    }

    /** Collects options. Thread: confined to its owner. */
    public static final class Builder {
        private Duration timeout = Duration.ofSeconds(5);
        private Optional<Duration> awaitServer = Optional.empty();
        private Optional<Duration> replyTimeout = Optional.empty();
        private boolean agent;
        private boolean outOfBand = true;
        private Dialect dialect = Dialect.MODERN;
        private int inBandLimit = 8;
        private long unsentLimit = 64L << 20;
        private int eventBuffer = 1024;
        private long eventBytes = 16L << 20;
        private JsonLimits limits = JsonLimits.DEFAULT;
        private Optional<ReconnectPolicy> reconnect = Optional.empty();
        private TlsSettings tls = TlsSettings.DEFAULT;
        private List<QmpListener> listeners = List.of();
        private Optional<Executor> eventExecutor = Optional.empty();

        private Builder() {}

        private Builder(Builder from) {
            timeout = from.timeout;
            awaitServer = from.awaitServer;
            replyTimeout = from.replyTimeout;
            agent = from.agent;
            outOfBand = from.outOfBand;
            dialect = from.dialect;
            inBandLimit = from.inBandLimit;
            unsentLimit = from.unsentLimit;
            eventBuffer = from.eventBuffer;
            eventBytes = from.eventBytes;
            limits = from.limits;
            reconnect = from.reconnect;
            tls = from.tls;
            listeners = from.listeners;
            eventExecutor = from.eventExecutor;
        }

        /**
         * Sets how long connecting may take, from the call to the end of the negotiation, and each attempt to connect again. Looking up a host's
         * name is not counted.
         *
         * @param value more than zero
         * @return this
         */
        public Builder timeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("timeout: " + value);
            }
            timeout = value;
            return this;
        }

        /**
         * Sets that the first connection is tried until it succeeds: until the socket is there, the server greets, the agent answers. Each attempt
         * has the time of {@link #timeout(Duration)}. A server that speaks something else is not waited for.
         *
         * @param value how long to try in all, more than zero
         * @return this
         */
        public Builder awaitServer(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("awaitServer: " + value);
            }
            awaitServer = Optional.of(value);
            return this;
        }

        /**
         * Sets how long a reply may take, from its request on, also while the request waits in the client. A request without a reply in time fails
         * with a {@link QmpTimeoutException}; the client stays connected, the command may still be executed, and a late reply is dropped.
         *
         * @param value more than zero
         * @return this
         */
        public Builder replyTimeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("replyTimeout: " + value);
            }
            replyTimeout = Optional.of(value);
            return this;
        }

        /**
         * Sets whether the server is a guest agent: no greeting is awaited and nothing negotiated; instead the stream is brought in step by the
         * byte FF and {@code guest-sync-delimited} with a random number.
         *
         * @param value whether
         * @return this
         */
        public Builder agent(boolean value) {
            agent = value;
            return this;
        }

        /**
         * Sets whether out-of-band execution is enabled where the server offers it.
         *
         * @param value whether
         * @return this
         */
        public Builder outOfBand(boolean value) {
            outOfBand = value;
            return this;
        }

        /**
         * Sets how out-of-band execution is asked for. {@link Dialect#RFC} servers do not offer it in the greeting, it is there without
         * negotiation.
         *
         * @param value which
         * @return this
         */
        public Builder dialect(Dialect value) {
            dialect = Objects.requireNonNull(value, "dialect");
            return this;
        }

        /**
         * Sets how many in-band requests may be with the server at a time while out-of-band execution is on; further ones wait in the client. A
         * server stops reading, out-of-band requests too, while more than 8 in-band ones are with it, so with a limit of up to 8 an out-of-band
         * request is never stuck behind them.
         *
         * @param value at least 1; {@link Integer#MAX_VALUE} for no limit
         * @return this
         */
        public Builder inBandLimit(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("inBandLimit: " + value);
            }
            inBandLimit = value;
            return this;
        }

        /**
         * Sets how many bytes of requests may wait in the client, for the server to read them or for the in-band limit. A request made while there
         * are more fails at once.
         *
         * @param value at least 0
         * @return this
         */
        public Builder unsentLimit(long value) {
            if (value < 0) {
                throw new IllegalArgumentException("unsentLimit: " + value);
            }
            unsentLimit = value;
            return this;
        }

        /**
         * Sets how many events are kept for each listener and subscriber that is slower than the server.
         *
         * @param value at least 1
         * @return this
         */
        public Builder eventBuffer(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("eventBuffer: " + value);
            }
            eventBuffer = value;
            return this;
        }

        /**
         * Sets how much memory the events may take, by estimate, that are kept for each listener and subscriber that is slower than the server.
         * One event is kept whatever its size.
         *
         * @param value bytes, at least 1
         * @return this
         */
        public Builder eventBytes(long value) {
            if (value < 1) {
                throw new IllegalArgumentException("eventBytes: " + value);
            }
            eventBytes = value;
            return this;
        }

        /**
         * Sets what one message of the server may cost; a larger one ends the connection.
         *
         * @param value the limits
         * @return this
         */
        public Builder limits(JsonLimits value) {
            limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets that the client connects again when its connection ends. The first connection is not tried twice.
         *
         * @param value when
         * @return this
         */
        public Builder reconnect(ReconnectPolicy value) {
            reconnect = Optional.of(value);
            return this;
        }

        /**
         * Sets how TLS is done with an address that asks for it.
         *
         * @param value the settings
         * @return this
         */
        public Builder tls(TlsSettings value) {
            tls = Objects.requireNonNull(value, "tls");
            return this;
        }

        /**
         * Adds a listener that misses nothing from the negotiation on.
         *
         * @param value the listener
         * @return this
         */
        public Builder listener(QmpListener value) {
            Objects.requireNonNull(value, "listener");
            List<QmpListener> all = new ArrayList<>(listeners);
            all.add(value);
            listeners = List.copyOf(all);
            return this;
        }

        /**
         * Sets where listeners and subscribers are called. It must not run tasks in the thread that hands them over.
         *
         * @param value any executor
         * @return this
         */
        public Builder eventExecutor(Executor value) {
            eventExecutor = Optional.of(value);
            return this;
        }

        /**
         * Ends building.
         *
         * @return the options
         */
        public QmpClientOptions build() {
            return new QmpClientOptions(new Builder(this));
        }
    }
}
