package dev.qmp.monitor.proxy;

import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.TlsSettings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server whose monitor is shared: QEMU, or any other that speaks QMP. Given to {@link dev.qmp.monitor.MonitorsBuilder#upstream}, all
 * commands of the monitors are run there.
 *
 * <pre>
 * Monitors shared = Monitors.builder()
 *         .upstream(Upstream.at("unix:/run/vm.sock"))
 *         .listen("socket,path=/run/shared.sock,server=on,wait=off,max-clients=64")
 *         .start();
 * </pre>
 *
 * <p>Thread: immutable.
 */
public final class Upstream {
    private final QmpAddress address;
    private final TlsSettings tls;
    private final Duration timeout;
    private final boolean reconnect;
    private final boolean descriptors;
    private final @Nullable UpstreamListener listener;

    private Upstream(Builder builder) {
        address = builder.address;
        tls = builder.tls;
        timeout = builder.timeout;
        reconnect = builder.reconnect;
        descriptors = builder.descriptors;
        listener = builder.listener;
    }

    /**
     * A server, with the defaults of the builder.
     *
     * @param address as {@link QmpAddress#parse} takes it
     * @return the server
     * @throws IllegalArgumentException if it is not an address
     */
    public static Upstream at(String address) {
        return builder(QmpAddress.parse(address)).build();
    }

    /**
     * Begins with the defaults.
     *
     * @param address where the server listens
     * @return a builder
     */
    public static Builder builder(QmpAddress address) {
        return new Builder(address);
    }

    /**
     * Returns where the server listens.
     *
     * @return the address
     */
    public QmpAddress address() {
        return address;
    }

    /**
     * Returns whom to trust if the address is one of TLS.
     *
     * @return {@link TlsSettings#DEFAULT} by default
     */
    public TlsSettings tls() {
        return tls;
    }

    /**
     * Returns how long connecting and negotiation may take together.
     *
     * @return 5 seconds by default
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Tells whether clients stay when the connection to the server is lost, which is then made again.
     *
     * @return false by default: the loss ends everything
     */
    public boolean reconnect() {
        return reconnect;
    }

    /**
     * Tells whether file descriptors of clients are passed on to the server.
     *
     * @return false by default: {@code getfd} and {@code add-fd} are refused
     */
    public boolean descriptors() {
        return descriptors;
    }

    /**
     * Returns who sees what passes between proxy and server.
     *
     * @return null by default
     */
    public @Nullable UpstreamListener listener() {
        return listener;
    }

    /** Collects options. Thread: confined to its owner. */
    public static final class Builder {
        private final QmpAddress address;
        private TlsSettings tls = TlsSettings.DEFAULT;
        private Duration timeout = Duration.ofSeconds(5);
        private boolean reconnect;
        private boolean descriptors;
        private @Nullable UpstreamListener listener;

        private Builder(QmpAddress address) {
            this.address = Objects.requireNonNull(address, "address");
        }

        /**
         * Sets whom to trust if the address is one of TLS.
         *
         * @param value the settings; the server's certificate must be for the host of the address, so a server name is not possible
         * @return this builder
         * @throws IllegalArgumentException if there is a server name
         */
        public Builder tls(TlsSettings value) {
            if (value.serverName() != null) {
                throw new IllegalArgumentException("a server name cannot be set for an upstream server");
            }
            tls = value;
            return this;
        }

        /**
         * Sets how long connecting and negotiation may take together.
         *
         * @param value more than 0
         * @return this builder
         */
        public Builder timeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("timeout " + value + " is not more than 0");
            }
            timeout = value;
            return this;
        }

        /**
         * Sets whether clients stay when the connection to the server is lost. Then requests that the server has not answered get an
         * error, as do those that come while it is away; the event {@code X_UPSTREAM} tells of the loss and of the return.
         *
         * @param value whether
         * @return this builder
         */
        public Builder reconnect(boolean value) {
            reconnect = value;
            return this;
        }

        /**
         * Sets whether file descriptors that clients send with {@code getfd} and {@code add-fd} are passed on to the server. Clients can
         * send some to devices with {@code descriptors=on}. Both need the module {@code dev.qmp.chardev.junixsocket}, and take two more
         * hops between threads for each request.
         *
         * @param value whether
         * @return this builder
         * @throws IllegalArgumentException if the server's address is not that of a unix socket
         */
        public Builder descriptors(boolean value) {
            if (value && !(address instanceof QmpAddress.Unix)) {
                throw new IllegalArgumentException(
                        "file descriptors cannot be passed to " + address + ": it is not a unix socket");
            }
            descriptors = value;
            return this;
        }

        /**
         * Sets who sees what passes between proxy and server, such as a {@link Recording}. Then the server is asked for its introspection as
         * soon as it is connected.
         *
         * @param value the listener
         * @return this builder
         */
        public Builder listener(UpstreamListener value) {
            listener = value;
            return this;
        }

        /**
         * Ends building.
         *
         * @return the server
         */
        public Upstream build() {
            return new Upstream(this);
        }
    }
}
