package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A device on files or fifos, which no selector of the JDK can watch.
 *
 * <p>Thread: confined to the loop, except writing.
 */
final class ChannelDevice extends StreamDevice {
    private final @Nullable FileChannel in;
    private final FileChannel out;

    ChannelDevice(ChardevOptions options, ChardevContext context, @Nullable FileChannel in, FileChannel out) {
        super(options, context);
        this.in = in;
        this.out = out;
        begin(in == null ? null : bytes -> in.read(ByteBuffer.wrap(bytes)), (bytes, offset, length) -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        });
    }

    @Override
    void closeStreams() {
        Channels.close(in);
        Channels.close(out);
    }
}
