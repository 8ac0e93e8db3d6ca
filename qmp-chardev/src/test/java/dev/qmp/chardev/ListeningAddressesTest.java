package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.internal.socket.SocketBackend;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.registry.ChardevRegistry;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host has several addresses: the server is reached by all of them. */
@SuppressWarnings("AddressSelection") // literal addresses
class ListeningAddressesTest {
    private static final String SOME = "socket,id=a,server=on,wait=off,port=0,host=";

    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    private final Recorder recorder = new Recorder();

    private static void assumeVersion6() throws SocketException {
        boolean loopback = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1"));
        Assumptions.assumeTrue(loopback, "no IPv6 here");
    }

    @Test
    void noHostIsEveryAddressOfBothFamilies() throws IOException {
        assumeVersion6();
        CharFrontend frontend = devices.open(SOME, recorder);
        Chardev device = frontend.chardev();
        assertThat(device.filename()).startsWith("disconnected:tcp:0.0.0.0:");
        int port = Devices.port(device);
        String all = "";
        for (String address : List.of("::1", "127.0.0.1")) {
            try (SocketChannel client = SocketChannel.open(new InetSocketAddress(address, port))) {
                send(client, "x");
                awaitLog(recorder, all + "<OPENED>x");
                boolean six = address.equals("::1");
                assertThat(device.filename())
                        .startsWith("tcp:" + (six ? "[::1]" : address) + ":" + port + ",server=on <-> ");
            }
            all += "<OPENED>x<END><CLOSED>";
            awaitLog(recorder, all);
        }
    }

    @ParameterizedTest
    @CsvSource({"',ipv4=on', 0.0.0.0", "',ipv6=on', ::", "',ipv4=on,ipv6=on', ::", "',ipv6=off', 0.0.0.0"})
    void describesTheAddressThatWasAskedFor(String more, String shown) throws IOException {
        assumeVersion6();
        assertThat(devices.add(SOME + more).filename()).startsWith("disconnected:tcp:" + shown + ":");
    }

    @Test
    void whereOneFamilyIsTakenTheOtherIsServed() throws IOException {
        assumeVersion6();
        try (ServerSocketChannel other = ServerSocketChannel.open()) {
            other.bind(new InetSocketAddress("::1", 0));
            int port = ((InetSocketAddress) other.getLocalAddress()).getPort();
            Chardev device = devices.open("socket,id=a,server=on,wait=off,host=,port=" + port, recorder)
                    .chardev();
            assertThat(device.filename()).isEqualTo("disconnected:tcp:0.0.0.0:" + port + ",server=on");
            try (SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
                send(client, "x");
                awaitLog(recorder, "<OPENED>x");
            }
            assertThatThrownBy(() -> devices.add("socket,id=b,server=on,wait=off,host=,port=" + port))
                    .hasMessage("Failed to find an available port: Address already in use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2"})
    void waitsForAClientAtEveryAddress(String address) throws Exception {
        Path hosts = Files.writeString(dir.resolve("hosts"), "127.0.0.1 both\n127.0.0.2 both\n");
        Process server = java("-Djdk.net.hosts.file=" + hosts, WaitingServer.class.getName());
        try (BufferedReader output = server.inputReader()) {
            String notice = output.readLine();
            assertThat(notice).startsWith("info: QEMU waiting for connection on: disconnected:tcp:127.0.0.1:");
            int port = Integer.parseInt(notice.replaceAll(".*:([0-9]+),.*", "$1"));
            try (SocketChannel client = SocketChannel.open(new InetSocketAddress(address, port))) {
                assertThat(client.isConnected()).isTrue();
                assertThat(output.readLine()).startsWith("tcp:" + address + ":" + port);
            }
        } finally {
            server.destroyForcibly();
            assertThat(server.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static Process java(String... arguments) throws Exception {
        String classes = String.join(
                File.pathSeparator,
                Path.of(ChardevRegistry.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString(),
                Path.of("target", "test-classes").toString(),
                System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classes);
        builder.command().addAll(List.of(arguments));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** A process of its own, because the names of hosts are a process's. Thread: the process's first. */
    static final class WaitingServer {
        private WaitingServer() {}

        public static void main(String[] arguments) {
            PrintStream output = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
            EventLoop loop = EventLoop.create("main");
            ChardevRegistry registry =
                    ChardevRegistry.builder(loop).notices(output::println).build(List.of(new SocketBackend()));
            Chardev device = registry.add("socket,id=a,host=both,port=0,server=on");
            while (!device.isOpen()) {
                loop.turn(Long.MAX_VALUE);
            }
            output.println(device.filename());
            registry.close();
        }
    }

    @Test
    void interruptedWhileItWaitsItLeavesNothing() throws Exception {
        Path path = dir.resolve("s");
        Throwable[] failure = new Throwable[1];
        Thread opener = new Thread(() -> {
            try {
                devices.add("socket,id=a,server=on,path=" + path);
            } catch (ChardevException e) {
                failure[0] = e;
            }
        });
        opener.start();
        Await.until("waiting", () -> !devices.notices.isEmpty());
        opener.interrupt();
        opener.join();
        assertThat(failure[0]).hasMessage("Failed to accept a connection: Interrupted system call");
        assertThat(Files.exists(path)).isFalse();
        assertThat(devices.registry.find("a")).isEmpty();
        devices.add("socket,id=a,server=on,wait=off,path=" + path);
    }
}
