package dev.qmp.chardev;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A front end that takes one byte of what it is given, then pauses until it is told to go on. Thread: as its parent. */
final class OneByteRecorder extends Recorder {
    private final AtomicInteger wanted = new AtomicInteger(1);

    @Override
    public void read(ByteBuffer buffer) {
        if (wanted.getAndDecrement() > 0) {
            super.read(buffer.slice(buffer.position(), 1));
            buffer.position(buffer.position() + 1);
        }
    }

    /** Takes one byte more. */
    void takeAnother(CharFrontend frontend) {
        wanted.set(1);
        frontend.acceptInput();
    }
}
