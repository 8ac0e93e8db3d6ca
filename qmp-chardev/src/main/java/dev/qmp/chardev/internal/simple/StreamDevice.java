package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device whose input comes from a {@link StreamReader} and whose output is a blocking stream with a {@link StreamWriter}.
 * Open from its creation. At the end of input CLOSED is sent; the output still works.
 *
 * <p>One piece of 4096 bytes at most is read ahead of the front end.
 *
 * <p>Thread: confined to the loop, except writing.
 */
abstract class StreamDevice extends CharDevice {
    private @Nullable StreamReader reader;
    private boolean reading;
    private boolean inputEnded;
    private volatile @Nullable StreamWriter writer;

    StreamDevice(ChardevOptions options, ChardevContext context) {
        super(options, context, EnumSet.of(CharFeature.GCONTEXT));
    }

    /** Starts with both directions; null for one that does not exist. */
    final void begin(PacedReader.@Nullable Source input, StreamWriter.@Nullable Sink output) {
        if (output != null) {
            writer = new StreamWriter("chardev-" + port.id() + "-out", output, this::outputReady);
        }
        port.setOpen(true);
        if (input != null) {
            reader = new StreamReader("chardev-" + port.id() + "-in", input, this::gotBytes, this::gotEnd);
        }
    }

    /** Releases what the streams hold; by any thread. */
    abstract void closeStreams();

    @Override
    public int writeBytes(ByteBuffer source) throws IOException {
        StreamWriter output = writer;
        if (output == null) {
            throw new IOException("Bad file descriptor");
        }
        return output.write(source);
    }

    @Override
    public void writeInterestInLoop(boolean wanted) {
        StreamWriter output = writer;
        if (wanted && (output == null || output.notifyWhenReady())) {
            super.writeInterestInLoop(true);
        }
    }

    @Override
    public void resumeInLoop() {
        StreamReader input = reader;
        if (input != null && !reading && !inputEnded && port.takesMore()) {
            reading = true;
            input.permit();
        }
    }

    @Override
    public void closeInLoop() {
        StreamReader input = reader;
        if (input != null) {
            input.stop();
        }
        StreamWriter output = writer;
        if (output != null) {
            output.stop();
        }
        port.inputOver();
        if (port.isOpen()) {
            port.emit(CharEvent.CLOSED);
        }
    }

    /** The streams are closed when the last output has left, or a second later. */
    @Override
    public CompletionStage<Void> lastOutput() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        whenDrained(() -> written.complete(null));
        return written.completeOnTimeout(null, 1, TimeUnit.SECONDS).thenRun(this::closeStreams);
    }

    @Override
    public boolean isDrained() {
        StreamWriter output = writer;
        return output == null || output.isDrained();
    }

    @Override
    public void whenDrained(Runnable action) {
        StreamWriter output = writer;
        if (output == null) {
            action.run();
        } else {
            output.whenDrained(action);
        }
    }

    private void gotBytes(ByteBuffer bytes) {
        port.post(() -> {
            if (port.isClosed() || inputEnded) {
                return;
            }
            reading = false;
            port.deliver(bytes);
            resumeInLoop();
        });
    }

    private void gotEnd(@Nullable IOException failure) {
        port.post(() -> {
            if (port.isClosed() || inputEnded) {
                return;
            }
            inputEnded = true;
            port.endOfInput(this::disconnectInLoop, this::disconnectInLoop);
        });
    }

    @Override
    public void disconnectInLoop() {
        if (port.isOpen()) {
            inputEnded = true;
            port.emit(CharEvent.CLOSED);
        }
    }

    private void outputReady() {
        port.post(port::writable);
    }
}
