package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.internal.descriptor.OpenFile;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.channels.FileChannel;

/**
 * A file that takes the output; another one can provide the input ({@code input-path}).
 *
 * <p>Thread: stateless.
 */
public final class FileBackend implements ChardevBackend {
    /** Makes the back end. */
    public FileBackend() {}

    @Override
    public String name() {
        return "file";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        String path = options.require("path", "chardev: file: no filename given");
        String input = options.string("input-path", null);
        boolean append = options.bool("append", false);
        FileChannel out = Channels.open(path, () -> OpenFile.toWrite(path, append, context));
        FileChannel in = null;
        try {
            in = input == null ? null : Channels.open(input, () -> OpenFile.toRead(input, context));
            return new ChannelDevice(options, context, in, out);
        } catch (RuntimeException | Error e) {
            Channels.close(in);
            Channels.close(out);
            throw e;
        }
    }
}
