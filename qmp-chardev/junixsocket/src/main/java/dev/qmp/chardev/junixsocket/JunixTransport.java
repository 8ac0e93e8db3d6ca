package dev.qmp.chardev.junixsocket;

import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.spi.SocketTransport;
import dev.qmp.chardev.spi.VsockAddress;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.newsclub.net.unix.AFServerSocketChannel;
import org.newsclub.net.unix.AFSocketChannel;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * The transport. Its native library is loaded with the first socket.
 *
 * <p>Thread: stateless.
 */
public final class JunixTransport implements SocketTransport {
    /** How long a name is with its leading NUL, if it is padded. */
    private static final int PADDED = 108;

    /** Made by {@link java.util.ServiceLoader}. */
    public JunixTransport() {}

    @Override
    public Listening listen(Address address, int backlog) throws IOException {
        boolean vsock = address instanceof VsockAddress;
        AFServerSocketChannel<?> channel = vsock ? VsockSockets.openServer() : AFUNIXServerSocketChannel.open();
        try {
            channel.bind(vsock ? VsockSockets.translate((VsockAddress) address) : unix(address), backlog);
            return new ListeningSocket(channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Connected connect(Address address) throws IOException {
        return new ConnectedSocket(
                address instanceof VsockAddress vsock
                        ? VsockSockets.connect(vsock)
                        : AFUNIXSocketChannel.open(unix(address)));
    }

    @Override
    public Listening takeOver(ServerSocketChannel channel) throws IOException {
        int number = SocketTable.listeningAt(channel.getLocalAddress().toString());
        FileDescriptorCast same = FileDescriptorCast.duplicating(
                FileDescriptorCast.unsafeUsing(number).getFileDescriptor());
        Listening taken = server(new Descriptor(same.getFileDescriptor()));
        channel.close();
        return taken;
    }

    @Override
    public OpenDescriptor descriptor(int number) throws IOException {
        return new Descriptor(FileDescriptorCast.unsafeUsing(number).getFileDescriptor());
    }

    @Override
    public FileChannel file(int number, boolean input) throws IOException {
        FileDescriptor same = FileDescriptorCast.duplicating(
                        FileDescriptorCast.unsafeUsing(number).getFileDescriptor())
                .getFileDescriptor();
        return input ? new FileInputStream(same).getChannel() : new FileOutputStream(same).getChannel();
    }

    @Override
    public Listening server(OpenDescriptor descriptor) throws IOException {
        if (SocketTable.isListening(descriptor.number()) == SocketTable.Answer.NO) {
            descriptor.close();
            throw new SocketException("Invalid argument");
        }
        return new ListeningSocket((AFServerSocketChannel<?>) socket(descriptor, ServerSocketChannel.class));
    }

    @Override
    public Connected client(OpenDescriptor descriptor) throws IOException {
        if (SocketTable.isListening(descriptor.number()) == SocketTable.Answer.YES) {
            descriptor.close();
            throw new SocketException("Invalid argument");
        }
        return new ConnectedSocket((AFSocketChannel<?>) socket(descriptor, SocketChannel.class));
    }

    private static <T> T socket(OpenDescriptor descriptor, Class<T> type) throws IOException {
        FileDescriptor open = ((Descriptor) descriptor).fileDescriptor();
        try {
            return FileDescriptorCast.using(open).as(type);
        } catch (ClassCastException | IOException e) {
            descriptor.close();
            throw new SocketException("Socket operation on non-socket");
        }
    }

    private static AFUNIXSocketAddress unix(Address address) throws SocketException {
        if (address instanceof File file) {
            return AFUNIXSocketAddress.of(file.path());
        }
        AbstractName name = (AbstractName) address;
        byte[] text = ("\0" + name.name()).getBytes(StandardCharsets.UTF_8);
        return AFUNIXSocketAddress.of(name.tight() ? text : Arrays.copyOf(text, PADDED));
    }
}
