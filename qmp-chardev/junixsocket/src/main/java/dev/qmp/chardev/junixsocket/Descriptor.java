package dev.qmp.chardev.junixsocket;

import dev.qmp.chardev.OpenDescriptor;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A descriptor that Java has no object for.
 *
 * <p>Thread: any.
 */
final class Descriptor implements OpenDescriptor {
    private final FileDescriptor open;
    private final int number;

    Descriptor(FileDescriptor open) throws IOException {
        this.open = open;
        this.number = FileDescriptorCast.using(open).as(Integer.class);
    }

    FileDescriptor fileDescriptor() {
        return open;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public synchronized void close() {
        if (open.valid()) {
            closeQuietly(new FileOutputStream(open));
        }
    }

    static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) { // it is closed all the same
            System.getLogger(Descriptor.class.getName()).log(System.Logger.Level.DEBUG, "not closed", e);
        }
    }
}
