package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.descriptor.OpenFile;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.DescriptorLookup;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Two fifos, {@code PATH.in} and {@code PATH.out}, or one path both ways. Both are opened for reading and writing, so that
 * opening does not wait and input does not end when a writer leaves.
 *
 * <p>Thread: stateless.
 */
public final class PipeBackend implements ChardevBackend {
    /** Makes the back end. */
    public PipeBackend() {}

    @Override
    public String name() {
        return "pipe";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        String path = options.require("path", "chardev: pipe: no device path given");
        FileChannel in = null;
        FileChannel out = null;
        try {
            in = openBothWays(path + ".in");
            out = openBothWays(path + ".out");
        } catch (ChardevException e) {
            Channels.close(in);
            if (OpenFile.isInSet(path)) {
                in = Channels.open(path, () -> OpenFile.inSet(path, DescriptorLookup.BOTH, true, context));
                out = Channels.open(path, () -> OpenFile.inSet(path, DescriptorLookup.BOTH, false, context));
            } else {
                in = openBothWays(path);
                out = in;
            }
        }
        try {
            return new ChannelDevice(options, context, in, out);
        } catch (RuntimeException | Error e) {
            Channels.close(in);
            Channels.close(out);
            throw e;
        }
    }

    private static FileChannel openBothWays(String path) {
        return Channels.open(
                path, () -> FileChannel.open(Path.of(path), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }
}
