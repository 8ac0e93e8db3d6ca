package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

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
