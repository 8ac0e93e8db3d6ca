package dev.qmp.monitor.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/**
 * Logs what goes on between peers, as the system property {@code dev.qmp.monitor.trace} says that the process was started with:
 * {@code sessions} for their beginning and end (level {@code INFO}), {@code messages} for each message in and out as well, as it is
 * above any TLS (level {@code TRACE}). The logger has the property's name.
 */
public final class MessageTrace {
    /** The property's and the logger's name. */
    private static final String NAME = "dev.qmp.monitor.trace";

    /** Whether messages are logged; decided when the process starts, so that it costs nothing otherwise. */
    public static final boolean ON = "messages".equals(System.getProperty(NAME));

    /** Whether the beginning and the end of sessions are logged. */
    public static final boolean SESSIONS = ON || "sessions".equals(System.getProperty(NAME));

    private MessageTrace() {}

    /**
     * Logs what became of a session.
     *
     * @param peer the peer
     * @param what such as begins
     */
    public static void session(Object peer, String what) {
        System.getLogger(NAME).log(Level.INFO, () -> peer + ": session " + what);
    }

    /**
     * Logs a message that came.
     *
     * @param peer whom from
     * @param text the message
     */
    public static void in(Object peer, Object text) {
        System.getLogger(NAME).log(Level.TRACE, () -> peer + " <- " + text);
    }

    /**
     * Logs a message that goes.
     *
     * @param peer whom to
     * @param message the message, with its line end; not changed
     */
    public static void out(Object peer, ByteBuffer message) {
        System.getLogger(NAME)
                .log(
                        Level.TRACE,
                        () -> peer + " -> "
                                + US_ASCII.decode(message.duplicate())
                                        .toString()
                                        .stripTrailing());
    }
}
