package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.PseudoTerminals.PseudoTerminal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The device on a pseudo-terminal: open while any process has the slave side open. What is written at other times is lost, as on
 * a line without a peer.
 *
 * <p>Thread: confined to the loop, except writing.
 */
final class PtyDevice extends CharDevice {
    private final PseudoTerminal terminal;
    private final @Nullable Path link;
    private final StreamWriter writer;
    private final PtyReader reader;
    private boolean reading;

    PtyDevice(ChardevOptions options, ChardevContext context, PseudoTerminal terminal, @Nullable Path link) {
        super(options, context, EnumSet.of(CharFeature.RECONNECTABLE, CharFeature.GCONTEXT));
        this.terminal = terminal;
        this.link = link;
        port.setFilename("pty:" + terminal.path());
        writer = new StreamWriter("chardev-" + port.id() + "-out", this::writeOut, () -> post(port::writable));
        reader = new PtyReader("chardev-" + port.id() + "-in", terminal, new PtyReader.Listener() {
            @Override
            public void opened() {
                post(PtyDevice.this::openedInLoop);
            }

            @Override
            public void bytes(ByteBuffer bytes) {
                post(() -> bytesInLoop(bytes));
            }

            @Override
            public void closed() {
                post(PtyDevice.this::closedInLoop);
            }
        });
    }

    private void writeOut(byte[] bytes, int offset, int length) {
        try {
            terminal.write(bytes, offset, length);
        } catch (IOException e) {
            log().log(Level.DEBUG, () -> this + ": the slave side is closed");
        }
    }

    /** Runs a task in the loop later, unless the device is closed by then. */
    private void post(Runnable task) {
        port.post(() -> {
            if (!port.isClosed()) {
                task.run();
            }
        });
    }

    private void openedInLoop() {
        reading = false;
        port.emit(CharEvent.OPENED);
        resumeInLoop();
    }

    private void bytesInLoop(ByteBuffer bytes) {
        reading = false;
        port.deliver(bytes);
        resumeInLoop();
    }

    private void closedInLoop() {
        if (port.isOpen()) {
            port.inputOver();
            port.emit(CharEvent.CLOSED);
        }
    }

    @Override
    public int writeBytes(ByteBuffer source) throws IOException {
        if (!port.isOpen()) {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }
        return writer.write(source);
    }

    @Override
    public void writeInterestInLoop(boolean wanted) {
        if (wanted && writer.notifyWhenReady()) {
            super.writeInterestInLoop(true);
        }
    }

    @Override
    public void resumeInLoop() {
        if (port.isOpen() && !reading && port.takesMore()) {
            reading = true;
            reader.permit();
        }
    }

    @Override
    public void closeInLoop() {
        reader.stop();
        writer.stop();
        removeLink();
        port.inputOver();
        if (port.isOpen()) {
            port.emit(CharEvent.CLOSED);
        }
    }

    /** The terminal is closed when the last output has left, or a second later. */
    @Override
    public CompletionStage<Void> lastOutput() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        writer.whenDrained(() -> written.complete(null));
        return written.completeOnTimeout(null, 1, TimeUnit.SECONDS).thenRun(terminal::close);
    }

    @Override
    public boolean isDrained() {
        return writer.isDrained();
    }

    @Override
    public void whenDrained(Runnable action) {
        writer.whenDrained(action);
    }

    @Override
    public void removeFiles() {
        removeLink();
    }

    private void removeLink() {
        if (link != null) {
            try {
                Files.deleteIfExists(link);
            } catch (IOException e) {
                log().log(Level.WARNING, () -> this + ": cannot remove " + link + ": " + e.getMessage());
            }
        }
    }

    private static System.Logger log() {
        return Logs.of(PtyDevice.class);
    }
}
