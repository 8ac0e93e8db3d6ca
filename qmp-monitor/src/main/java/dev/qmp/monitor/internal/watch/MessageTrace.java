package dev.qmp.monitor.internal.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/**
 * Logs the traffic between peers, as the system property {@code dev.qmp.monitor.trace} says when the process starts:
 * {@code sessions} logs their beginning and end (level {@code INFO}), {@code messages} each message in and out as well, in plain text
 * also with TLS, but without secrets (level {@code TRACE}). The logger has the property's name.
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
     * Logs the beginning or end of a session.
     *
     * @param peer the peer
     * @param what {@code begins} or {@code ends}
     */
    public static void session(Object peer, String what) {
        System.getLogger(NAME).log(Level.INFO, () -> peer + ": session " + what);
    }

    /**
     * Logs a message that came.
     *
     * @param peer where it came from
     * @param text the message
     */
    public static void in(Object peer, Object text) {
        System.getLogger(NAME).log(Level.TRACE, () -> peer + " <- " + Secrets.masked(String.valueOf(text)));
    }

    /**
     * Logs a message that goes.
     *
     * @param peer where it goes
     * @param message the message, with its line end; not changed
     */
    public static void out(Object peer, ByteBuffer message) {
        System.getLogger(NAME)
                .log(
                        Level.TRACE,
                        () -> peer + " -> "
                                + Secrets.masked(US_ASCII.decode(message.duplicate())
                                        .toString()
                                        .stripTrailing()));
    }
}
