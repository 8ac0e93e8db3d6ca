package dev.qmp.monitor.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How one request is made. Thread: immutable, safe to share.
 *
 * @param outOfBand whether the command runs out of band, at once, whatever the server is busy with
 * @param timeout how long the reply may take, more than zero; empty for {@link QmpClientOptions#replyTimeout()}
 */
public record QmpCallOptions(boolean outOfBand, Optional<Duration> timeout) {
    /** In band, with the client's limit on the wait for a reply. */
    public static final QmpCallOptions DEFAULT = new QmpCallOptions(false, Optional.empty());

    /**
     * Checks the time.
     *
     * @param outOfBand whether the command runs out of band
     * @param timeout how long the reply may take
     */
    public QmpCallOptions {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isPresent() && (timeout.get().isNegative() || timeout.get().isZero())) {
            throw new IllegalArgumentException("timeout: " + timeout.get());
        }
    }

    /**
     * Returns options with another limit on the wait for a reply.
     *
     * @param limit more than zero
     * @return the same options but for this
     */
    public QmpCallOptions within(Duration limit) {
        return new QmpCallOptions(outOfBand, Optional.of(limit));
    }

    /**
     * Returns options for a request out of band.
     *
     * @return the same options but for this
     */
    public QmpCallOptions asOutOfBand() {
        return new QmpCallOptions(true, timeout);
    }
}
