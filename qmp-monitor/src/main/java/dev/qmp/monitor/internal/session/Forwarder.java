package dev.qmp.monitor.internal.session;

import jakarta.json.JsonObject;
import java.nio.ByteBuffer;

/**
 * Another server, which runs the commands of sessions in command mode instead of this process.
 *
 * <p>Thread: safe for use by any thread.
 */
public interface Forwarder {
    /** Tells whether the server runs requests out of band. */
    boolean offersOutOfBand();

    /** Returns the server's greeting as it came, with its line's end. */
    ByteBuffer greeting();

    /** Returns the version in the server's greeting. */
    JsonObject version();

    /** Makes the way to the server for a session. */
    Forwarding open(QmpSession session);
}
