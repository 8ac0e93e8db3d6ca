package dev.qmp.chardev.junixsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.PeerIdentity;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;
import org.newsclub.net.unix.FileDescriptorCast;

/** Devices on sockets that the JDK does not have. */
class SocketsTest {
    private static final String NAME = "qmp-test-" + ProcessHandle.current().pid() + "-";

    @RegisterExtension
    final Echo echo = new Echo();

    @TempDir
    Path dir;

    @Test
    void aNameServesOneClientAfterTheOther() throws IOException {
        Chardev device = echo.serve("socket,id=a,abstract=on,server=on,wait=off,path=" + NAME + "one");
        assertThat(device.filename()).isEqualTo("disconnected:unix:" + NAME + "one,abstract=on,tight=on,server=on");
        for (int i = 0; i < 3; i++) {
            try (SocketChannel client =
                    AFUNIXSocketChannel.open(AFUNIXSocketAddress.inAbstractNamespace(NAME + "one"))) {
                Echo.talk(client, "hello " + i);
                assertThat(device.filename()).isEqualTo("unix:,server=on");
            }
        }
        Echo.await(() -> device.filename().startsWith("disconnected:"));
    }

    @Test
    void aNameServesManyClients() throws IOException {
        echo.serve("socket,id=a,abstract=on,server=on,max-clients=3,path=" + NAME + "many");
        AFUNIXSocketAddress address = AFUNIXSocketAddress.inAbstractNamespace(NAME + "many");
        try (SocketChannel one = AFUNIXSocketChannel.open(address);
                SocketChannel two = AFUNIXSocketChannel.open(address)) {
            Echo.talk(two, "two");
            Echo.talk(one, "one");
        }
    }

    @Test
    void aDeviceConnectsToAName() throws IOException {
        echo.serve("socket,id=a,abstract=on,server=on,wait=off,path=" + NAME + "both");
        CharFrontend client = echo.listen("socket,id=b,abstract=on,path=" + NAME + "both");
        client.connection().write(ByteBuffer.wrap(new byte[] {'x'}));
        Echo.await(() -> echo.heard().equals("x"));
    }

    @Test
    void aPaddedNameIsAnother() {
        echo.serve("socket,id=a,abstract=on,tight=off,server=on,wait=off,path=" + NAME + "pad");
        assertThat(echo.registry.find("a").orElseThrow().filename())
                .isEqualTo("disconnected:unix:" + NAME + "pad,abstract=on,server=on");
        assertThatThrownBy(() -> echo.registry.add("socket,id=b,abstract=on,path=" + NAME + "pad"))
                .isInstanceOf(ChardevException.class)
                .hasMessage("Failed to connect to '" + NAME + "pad': Connection refused");
        echo.listen("socket,id=c,abstract=on,tight=off,path=" + NAME + "pad");
    }

    @Test
    void aNameInUseOrTooLongIsRefused() {
        echo.serve("socket,id=a,abstract=on,server=on,wait=off,path=" + NAME + "used");
        assertThatThrownBy(() -> echo.registry.add("socket,id=b,abstract=on,server=on,wait=off,path=" + NAME + "used"))
                .hasMessage("Failed to bind socket to " + NAME + "used: Address already in use");
        String longest = "x".repeat(107 - NAME.length());
        echo.serve("socket,id=c,abstract=on,server=on,wait=off,path=" + NAME + longest);
        assertThatThrownBy(() -> echo.registry.add("socket,id=d,abstract=on,path=" + NAME + longest + "x"))
                .hasMessage("UNIX socket path '" + NAME + longest + "x' is too long");
    }

    @Test
    void theProcessAtTheOtherEndIsKnown() throws IOException {
        CharFrontend device = echo.listen("socket,id=a,abstract=on,server=on,wait=off,path=" + NAME + "who");
        try (SocketChannel client = AFUNIXSocketChannel.open(AFUNIXSocketAddress.inAbstractNamespace(NAME + "who"))) {
            Echo.await(() -> device.chardev().isOpen());
            PeerIdentity peer = device.connection().peer();
            assertThat(peer.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(peer.user()).isNotNull();
            assertThat(peer.group()).isNotNull();
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void aUserWhoMayNotConnectIsDisconnected() throws IOException {
        echo.serve("socket,id=a,abstract=on,server=on,wait=off,allow-uid=4242,path=" + NAME + "deny");
        try (SocketChannel client = AFUNIXSocketChannel.open(AFUNIXSocketAddress.inAbstractNamespace(NAME + "deny"))) {
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void anInheritedSocketListens() throws IOException {
        Path path = dir.resolve("s");
        try (AFUNIXServerSocketChannel open = AFUNIXServerSocketChannel.open()) {
            open.bind(AFUNIXSocketAddress.of(path), 5);
            int number = FileDescriptorCast.using(open.getFileDescriptor()).as(Integer.class);
            Chardev device = echo.serve("socket,id=a,server=on,wait=off,fd=" + number);
            assertThat(device.filename()).isEqualTo("disconnected:unix:" + path + ",server=on");
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                Echo.talk(client, "hello");
            }
        }
    }

    @Test
    void aSocketThatAClientPassedListensOnce() throws IOException {
        Path path = dir.resolve("s");
        try (AFUNIXServerSocketChannel open = AFUNIXServerSocketChannel.open()) {
            open.bind(AFUNIXSocketAddress.of(path), 5);
            OpenDescriptor passed = new Descriptor(
                    FileDescriptorCast.duplicating(open.getFileDescriptor()).getFileDescriptor());
            echo.named.put("mine", passed);
            ChardevOptions options = named("a", "mine", true);
            Chardev device = echo.serve(options);
            assertThat(device.filename()).isEqualTo("disconnected:unix:" + path + ",server=on");
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                Echo.talk(client, "hello");
            }
            assertThatThrownBy(() -> echo.registry.add(named("b", "mine", true)))
                    .hasMessage("Failed to add chardev 'b': File descriptor named 'mine' has not been found");
        }
    }

    @Test
    void aConnectedSocketThatAClientPassedIsADevice() throws IOException {
        try (AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open()) {
            echo.named.put(
                    "mine",
                    new Descriptor(
                            FileDescriptorCast.duplicating(pair.getSocket1().getFileDescriptor())
                                    .getFileDescriptor()));
            Chardev device = echo.serve(named("a", "mine", false));
            Echo.talk(pair.getSocket2(), "hello");
            assertThat(device.filename()).isEqualTo("unix:");
        }
    }

    @Test
    void whatIsNotASocketIsClosed() throws IOException {
        try (FileInputStream file = new FileInputStream("/dev/null")) {
            FileDescriptor same = FileDescriptorCast.duplicating(file.getFD()).getFileDescriptor();
            echo.named.put("mine", new Descriptor(same));
            assertThatThrownBy(() -> echo.registry.add(named("a", "mine", false)))
                    .hasMessage("Failed to add chardev 'a': File descriptor 'mine' is not a socket");
            assertThat(same.valid()).isFalse();
        }
    }

    private static ChardevOptions named(String id, String name, boolean server) {
        OptionString options = OptionString.of("fd", name, "server", server ? "on" : "off");
        return new ChardevOptions(id, "socket", options, ChardevOptions.Origin.MONITOR);
    }

    @Test
    void whatIsNotAListeningSocketIsRefused() throws IOException {
        try (AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open()) {
            int number = FileDescriptorCast.using(pair.getSocket1().getFileDescriptor())
                    .as(Integer.class);
            assertThatThrownBy(() -> echo.registry.add("socket,id=a,server=on,wait=off,fd=" + number))
                    .hasMessage("Failed to listen on fd socket: Invalid argument");
        }
        assertThatThrownBy(() -> echo.registry.add("socket,id=a,server=on,wait=off,fd=9999"))
                .hasMessage("File descriptor '9999' is not a socket");
    }

    @Test
    void anInheritedTcpSocketListensWithItsAddress() throws IOException {
        try (ServerSocketChannel tcp =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            int port = ((InetSocketAddress) tcp.getLocalAddress()).getPort();
            int number = SocketNumbers.ofPort(port);
            Chardev device = echo.serve("socket,id=a,server=on,wait=off,fd=" + number);
            assertThat(device.filename()).startsWith("disconnected:tcp:").endsWith(":" + port + ",server=on");
            try (SocketChannel client = SocketChannel.open(tcp.getLocalAddress())) {
                Echo.talk(client, "hello");
                String from = InetAddress.getLoopbackAddress().getHostAddress() + ":"
                        + ((InetSocketAddress) client.getLocalAddress()).getPort();
                assertThat(device.filename()).endsWith(" <-> " + from);
            }
            Echo.await(() -> device.filename().startsWith("disconnected:"));
        }
    }
}
