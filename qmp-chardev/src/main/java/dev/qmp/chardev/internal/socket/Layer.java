package dev.qmp.chardev.internal.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One encoding between the channel and the front end.
 *
 * <p>Whatever a method throws ends the connection.
 *
 * <p>Thread: {@link #receive} and {@link #start} in the loop; {@link #send} under the stack's monitor.
 */
abstract class Layer {
    private @Nullable LayerStack stack;
    private int index;

    final void place(LayerStack owner, int position) {
        stack = owner;
        index = position;
    }

    /** Begins; calls {@link #ready} at once, or when the peer has done its part. */
    abstract void start() throws IOException;

    /** Takes encoded bytes, all of them, and passes decoded ones up. */
    abstract void receive(ByteBuffer bytes) throws IOException;

    /** Takes bytes, all of them, and passes encoded ones down. */
    abstract void send(ByteBuffer bytes) throws IOException;

    /** Nothing more will be sent: sends a closing message, if the protocol has one. Under the stack's monitor, in the loop, once. */
    void finish() throws IOException {}

    final LayerStack stack() {
        LayerStack owner = stack;
        if (owner == null) {
            throw new IllegalStateException("layer without stack");
        }
        return owner;
    }

    final void ready() throws IOException {
        stack().ready(index);
    }

    final void up(ByteBuffer bytes) throws IOException {
        if (bytes.hasRemaining()) {
            stack().up(index, bytes);
        }
    }

    final void down(ByteBuffer bytes) throws IOException {
        stack().down(index, bytes);
    }

    /** Returns the memory of input that waits for more of it, in bytes. */
    long keptInput() {
        return 0;
    }
}
