package dev.qmp.chardev.internal.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads one source to its end, one piece per permit.
 *
 * <p>Thread: as {@link PacedReader} says; the callbacks come from the reading thread.
 */
final class StreamReader extends PacedReader {
    private final Source source;
    private final Consumer<ByteBuffer> onBytes;
    private final Consumer<@Nullable IOException> onEnd;

    StreamReader(String name, Source source, Consumer<ByteBuffer> onBytes, Consumer<@Nullable IOException> onEnd) {
        this.source = source;
        this.onBytes = onBytes;
        this.onEnd = onEnd;
        start(name);
    }

    @Override
    void run() {
        try {
            if (readToEnd(source, onBytes)) {
                onEnd.accept(null);
            }
        } catch (Throwable e) { // whatever it is, the device must learn of the end
            if (!isStopped()) {
                onEnd.accept(e instanceof IOException known ? known : new IOException(e.toString(), e));
            }
        }
    }
}
