package dev.qmp.monitor.client;

import org.jspecify.annotations.Nullable;

/**
 * Takes what a client receives besides replies. The calls for one listener come one at a time, in the order of the wire, in a thread of the
 * client's event executor; a slow listener delays no reply and no other listener. What a listener throws is logged, and the next call comes
 * all the same.
 *
 * <p>A listener that falls behind by more than {@link QmpClientOptions#eventBuffer()} events, or
 * {@link QmpClientOptions#eventBytes()} bytes of them, gets a call of {@link #onLost} in the place of
 * those it missed. Events are not ordered against replies: a reply's future may complete before or after the listener has seen the events
 * that preceded it.
 */
@FunctionalInterface
public interface QmpListener {
    /**
     * An event came.
     *
     * @param event the event
     */
    void onEvent(QmpEvent event);

    /**
     * Events were dropped here because the listener's buffer was full.
     *
     * @param count how many, at least 1
     */
    default void onLost(long count) {}

    /**
     * A connection was made again by the {@link ReconnectPolicy}, and negotiated. Events that occurred since {@link #onDisconnected} were not
     * seen.
     */
    default void onReconnected() {}

    /**
     * The connection ended, and the client will try to make it again.
     *
     * @param cause why
     */
    default void onDisconnected(QmpConnectionException cause) {}

    /**
     * The client ended; nothing comes after this.
     *
     * @param cause why the connection ended, or null if the client was closed
     */
    default void onClosed(@Nullable QmpConnectionException cause) {}
}
