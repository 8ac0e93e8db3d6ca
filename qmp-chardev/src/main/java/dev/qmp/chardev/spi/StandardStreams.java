package dev.qmp.chardev.spi;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The streams of the stdio device; an embedder may supply other ones as a service of the context.
 *
 * <p>Thread: immutable.
 *
 * @param in the input; read by one thread of the device
 * @param out the output; written by one thread of the device and flushed after each piece
 */
public record StandardStreams(InputStream in, OutputStream out) {
    /**
     * The process's own descriptors 0 and 1, unbuffered.
     *
     * @return the streams
     */
    public static StandardStreams ofProcess() {
        return new StandardStreams(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }
}
