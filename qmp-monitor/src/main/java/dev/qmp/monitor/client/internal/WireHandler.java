package dev.qmp.monitor.client.internal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes what a {@link Wire} has for its owner. All calls come in the thread that calls {@link Wire#receive}. */
public interface WireHandler {
    /**
     * Bytes of the peer came.
     *
     * @param bytes to be consumed whole; reused afterwards
     */
    void received(ByteBuffer bytes);

    /**
     * {@link Wire#send} is to be called again, under the owner's lock, since the peer has read or the layer below has something to say.
     *
     * @throws IOException what {@code send} throws
     */
    void sendMore() throws IOException;
}
