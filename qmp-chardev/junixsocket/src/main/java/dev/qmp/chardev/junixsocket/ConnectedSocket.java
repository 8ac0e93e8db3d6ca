package dev.qmp.chardev.junixsocket;

import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.PeerIdentity;
import dev.qmp.chardev.spi.SocketTransport;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import org.newsclub.net.unix.AFSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A connected socket.
 *
 * <p>Thread: one reads, one writes; the rest may be called by any.
 */
final class ConnectedSocket implements SocketTransport.Connected {
    /** Room for as many descriptors as the library can take, which is 60. */
    private static final int ANCILLARY = 256;

    private final AFSocketChannel<?> channel;

    ConnectedSocket(AFSocketChannel<?> channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(true);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public void acceptDescriptors() throws IOException {
        if (!(channel instanceof AFUNIXSocketChannel unix)) {
            throw new SocketException("descriptors cannot be passed over this socket");
        }
        unix.ensureAncillaryReceiveBufferSize(ANCILLARY);
    }

    @Override
    public List<OpenDescriptor> received() throws IOException {
        if (!(channel instanceof AFUNIXSocketChannel unix)) {
            return List.of();
        }
        FileDescriptor[] all = unix.getReceivedFileDescriptors();
        if (all.length == 0) {
            return List.of();
        }
        List<OpenDescriptor> ours = new ArrayList<>(all.length);
        IOException failure = null;
        for (FileDescriptor theirs : all) {
            // The library closes those that it made when the socket is closed, so they are of no use after that.
            try {
                if (failure == null) {
                    ours.add(new Descriptor(
                            FileDescriptorCast.duplicating(theirs).getFileDescriptor()));
                }
            } catch (IOException e) {
                failure = e;
            }
            Descriptor.closeQuietly(new FileOutputStream(theirs));
        }
        if (failure != null) {
            ours.forEach(OpenDescriptor::close);
            throw failure;
        }
        return ours;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }

    @Override
    public void write(ByteBuffer source, List<? extends OpenDescriptor> descriptors) throws IOException {
        if (!(channel instanceof AFUNIXSocketChannel unix)) {
            throw new SocketException("descriptors cannot be passed over this socket");
        }
        unix.setOutboundFileDescriptors(descriptors.stream()
                .map(descriptor -> ((Descriptor) descriptor).fileDescriptor())
                .toArray(FileDescriptor[]::new));
        try {
            channel.write(source);
        } finally {
            unix.setOutboundFileDescriptors();
        }
        write(source);
    }

    @Override
    public void shutdown(boolean input, boolean output) throws IOException {
        if (input) {
            channel.shutdownInput();
        }
        if (output) {
            channel.shutdownOutput();
        }
    }

    @Override
    public PeerIdentity peer() {
        try {
            AFUNIXSocketCredentials known =
                    channel instanceof AFUNIXSocketChannel unix ? unix.getPeerCredentials() : null;
            if (known == null || known.isEmpty()) {
                return PeerIdentity.UNKNOWN;
            }
            UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
            return new PeerIdentity(
                    names.lookupPrincipalByName(Long.toString(known.getUid())),
                    names.lookupPrincipalByGroupName(Long.toString(known.getGid())),
                    null,
                    List.of(),
                    null,
                    Math.max(0, known.getPid()));
        } catch (IOException e) {
            return PeerIdentity.UNKNOWN;
        }
    }

    @Override
    public SocketAddress local() {
        return Addresses.translate(channel.getLocalSocketAddress());
    }

    @Override
    public SocketAddress remote() {
        return Addresses.translate(channel.getRemoteSocketAddress());
    }

    @Override
    public void close() {
        Descriptor.closeQuietly(channel);
    }
}
