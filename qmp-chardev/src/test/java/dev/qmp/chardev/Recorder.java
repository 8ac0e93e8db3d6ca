package dev.qmp.chardev;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * A front end that writes down what it hears: bytes as text, events as {@code <OPENED>}.
 *
 * <p>Thread: callbacks come from one loop; what was recorded may be read by any thread.
 */
class Recorder implements CharHandlers {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<CharEvent> events = new ArrayList<>();
    volatile IntSupplier room = () -> Integer.MAX_VALUE;
    volatile boolean keepOutput;

    /** One that takes nothing until {@link #resume}. */
    static Recorder suspended() {
        Recorder recorder = new Recorder();
        recorder.room = () -> 0;
        return recorder;
    }

    /** Takes everything from now on. */
    void resume(CharFrontend frontend) {
        room = () -> Integer.MAX_VALUE;
        frontend.acceptInput();
    }

    @Override
    public int canRead() {
        return room.getAsInt();
    }

    @Override
    public void read(ByteBuffer buffer) {
        byte[] taken = new byte[buffer.remaining()];
        buffer.get(taken);
        synchronized (this) {
            bytes.writeBytes(taken);
        }
    }

    @Override
    public void event(CharEvent event) {
        synchronized (this) {
            events.add(event);
            bytes.writeBytes(("<" + event + ">").getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public boolean endOfInput() {
        synchronized (this) {
            bytes.writeBytes("<END>".getBytes(StandardCharsets.US_ASCII));
        }
        return !keepOutput;
    }

    synchronized String log() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    synchronized List<CharEvent> events() {
        return List.copyOf(events);
    }
}
