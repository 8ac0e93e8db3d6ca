package dev.qmp.monitor.proxy;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;

/**
 * Sees what passes between a proxy and its server, after {@link Upstream.Builder#listener}.
 *
 * <p>Thread: called by the I/O thread, which waits meanwhile; before the first request by the thread that builds the monitors.
 */
public interface UpstreamListener {
    /**
     * The server has described itself.
     *
     * @param introspection the result of {@code query-qmp-schema}
     */
    void introspected(JsonArray introspection);

    /**
     * A request is about to leave for the server.
     *
     * @param number its number on this connection
     * @param command the command
     * @param arguments its arguments
     * @param outOfBand whether it is to be run out of band
     */
    void asked(long number, String command, JsonObject arguments, boolean outOfBand);

    /**
     * The server has answered a request.
     *
     * @param number the request's number
     * @param reply the server's reply, with an id of the proxy's; valid during the call only
     */
    void answered(long number, ByteBuffer reply);

    /**
     * An event has come from the server.
     *
     * @param event the whole event; valid during the call only
     */
    void happened(ByteBuffer event);

    /** The connection to the server has ended; what it has not answered will remain so. */
    void lost();
}
