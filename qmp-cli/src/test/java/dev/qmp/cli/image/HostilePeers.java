package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Peers of a server that mean it harm. What they send is made before they begin. */
final class HostilePeers implements AutoCloseable {
    /** How long a server may take nothing from any of them until they leave it at that. */
    private static final long IDLE_SECONDS = 5;

    private final IntFunction<Path> monitor;
    private final List<SocketChannel> channels = new ArrayList<>();

    /** Makes peers, each of which connects to the socket that is given for its number, from 0. */
    HostilePeers(IntFunction<Path> monitor) {
        this.monitor = monitor;
    }

    /** Connects so many peers, which negotiate and send the same, a piece each in turn, and read nothing. */
    void push(int count, byte[] bytes) throws IOException {
        List<SocketChannel> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(negotiated(i));
        }
        push(peers, bytes);
    }

    /** Connects so many peers that read no events, and one that causes them. */
    void ignoreEvents(int count, int pairs) throws IOException {
        for (int i = 0; i < count; i++) {
            negotiated(i);
        }
        try (QmpPeer source = QmpPeer.negotiated(monitor.apply(count), false)) {
            for (int i = 0; i < pairs; i++) {
                source.send("{'execute':'stop'}{'execute':'cont'}");
                for (int replies = 0; replies < 2; ) {
                    replies += source.line().startsWith("{\"return\"") ? 1 : 0;
                }
            }
        }
    }

    /** Begins so many TLS handshakes. */
    void beginHandshakes(int count, int port, byte[] hello) throws IOException {
        List<SocketChannel> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        }
        push(peers, hello);
    }

    /** Makes what a client of TLS sends first. */
    static byte[] clientHello() throws SSLException {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            byte[] bytes = new byte[hello.flip().remaining()];
            hello.get(bytes);
            return bytes;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private SocketChannel connect(SocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        synchronized (channels) {
            channels.add(channel);
        }
        return channel;
    }

    private SocketChannel negotiated(int number) throws IOException {
        SocketChannel channel = connect(UnixDomainSocketAddress.of(monitor.apply(number)));
        channel.write(ByteBuffer.wrap("{'execute':'qmp_capabilities'}".getBytes(UTF_8)));
        ByteBuffer line = ByteBuffer.allocate(4096);
        while (!new String(line.array(), 0, line.position(), UTF_8).contains("return")) {
            if (channel.read(line) < 0) {
                break;
            }
        }
        return channel;
    }

    /** Sends until each peer has sent it, has been closed, or the server has taken nothing for seconds. */
    private static void push(List<SocketChannel> peers, byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        try (Selector selector = Selector.open()) {
            for (SocketChannel peer : peers) {
                peer.configureBlocking(false);
                peer.register(selector, SelectionKey.OP_WRITE, all.duplicate());
            }
            while (!selector.keys().isEmpty()
                    && selector.select(HostilePeers::push, TimeUnit.SECONDS.toMillis(IDLE_SECONDS)) > 0) {
                selector.selectNow(HostilePeers::push); // removes the keys of those that are done
            }
        }
    }

    private static void push(SelectionKey key) {
        ByteBuffer rest = (ByteBuffer) key.attachment();
        ByteBuffer piece = rest.slice(rest.position(), Math.min(rest.remaining(), 1 << 16));
        try {
            rest.position(rest.position() + ((SocketChannel) key.channel()).write(piece));
        } catch (IOException e) {
            key.cancel(); // closed
        }
        if (!rest.hasRemaining()) {
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (channels) {
            for (SocketChannel channel : channels) {
                channel.close();
            }
            channels.clear();
        }
    }
}
