package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * A file that takes the output; a monitor can also name one that provides the input ({@code in}).
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
        String input = options.string("in", null);
        StandardOpenOption mode =
                options.bool("append", false) ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        FileChannel out = Channels.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode);
        FileChannel in = null;
        try {
            in = input == null ? null : Channels.open(input, StandardOpenOption.READ);
            return new ChannelDevice(options, context, in, out);
        } catch (RuntimeException | Error e) {
            Channels.close(in);
            Channels.close(out);
            throw e;
        }
    }
}
