package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.connect;
import static dev.qmp.chardev.Devices.read;
import static dev.qmp.chardev.Devices.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a listening unix socket: what may stand in its place, and what others see of it. */
class SocketFileTest {
    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    private String options(String id, Path path) {
        return "socket,id=" + id + ",path=" + path + ",server=on,wait=off";
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.toList();
        }
    }

    private Path staleSocket() throws IOException {
        Path path = dir.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
        }
        assertThatThrownBy(() -> connect(path)).isInstanceOf(ConnectException.class);
        return path;
    }

    /** A process that ends without its threads leaves no file of a socket behind, nor takes somebody else's along. */
    @Test
    void filesCanBeRemovedWhileTheirLoopIsKept() throws Exception {
        List<Path> paths = List.of(dir.resolve("a"), dir.resolve("b"), dir.resolve("other"));
        devices.add(options("a", paths.get(0)));
        devices.add(options("b", paths.get(1)) + ",max-clients=2");
        devices.add(options("c", paths.get(2)));
        Files.delete(paths.get(2));
        Files.writeString(paths.get(2), "somebody else's");
        CountDownLatch kept = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        devices.main.execute(() -> {
            kept.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        kept.await();
        Thread closing = new Thread(devices.registry::close);
        try {
            devices.registry.removeFiles();
            assertThat(files()).containsExactly(paths.get(2));
            closing.start();
            Await.until("closing", () -> devices.registry.list().isEmpty());
            devices.registry.removeFiles(); // of those that are being closed
            assertThat(files()).containsExactly(paths.get(2));
        } finally {
            released.countDown();
        }
        closing.join();
    }

    @ParameterizedTest
    @ValueSource(ints = {106, 107, 108})
    void isFoundAtAnyPathThatTheSystemAllows(int length) throws Exception {
        Path parent = Files.createDirectory(
                dir.resolve("d".repeat(length - dir.toString().length() - 3)));
        Path path = parent.resolve("s");
        Recorder server = new Recorder();
        devices.open(options("a", path), server);
        Recorder client = new Recorder();
        CharFrontend frontend = devices.open("socket,id=b,path=" + path, client);
        awaitLog(server, "<OPENED>");
        Devices.writeAll(frontend, Devices.bytes("x"));
        awaitLog(server, "<OPENED>x");
    }

    @Test
    void aLongerPathIsRefused() {
        String path = dir.resolve("d".repeat(108 - dir.toString().length())).toString();
        assertThat(path).hasSize(109);
        assertThatThrownBy(() -> devices.add(options("a", Path.of(path))))
                .hasMessage("UNIX socket path '" + path + "' is too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",mode=0600"})
    void nobodyIsRefusedWhoWaitsForTheFileAndConnects(String more) throws Exception {
        ExecutorService others = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 300; i++) {
                Path path = dir.resolve("s" + i);
                AtomicBoolean waiting = new AtomicBoolean();
                Future<Boolean> connected = others.submit(() -> {
                    waiting.set(true);
                    while (true) {
                        boolean isThere = Files.exists(path);
                        try (SocketChannel client = connect(path)) {
                            return client.isConnected();
                        } catch (SocketException e) {
                            if (isThere || !"No such file or directory".equals(e.getMessage())) {
                                throw e;
                            }
                        }
                    }
                });
                Await.until("waiting", waiting::get);
                Chardev device = devices.add(options("a", path) + more);
                assertThat(connected.get()).isTrue();
                devices.registry.remove("a").toCompletableFuture().get();
                assertThat(device.isClosed()).isTrue();
            }
        } finally {
            others.shutdownNow();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void takesThePlaceOfASocketThatNobodyListensAt() throws IOException {
        Path path = staleSocket();
        devices.add(options("a", path));
        connect(path).close();
        assertThat(files()).containsExactly(path);
    }

    @Test
    void leavesWhatIsNotASocket() throws Exception {
        Path regular = Files.writeString(dir.resolve("regular"), "precious");
        Path link = Files.createSymbolicLink(dir.resolve("link"), regular);
        Path dangling = Files.createSymbolicLink(dir.resolve("dangling"), dir.resolve("nowhere"));
        Path toSocket = Files.createSymbolicLink(dir.resolve("to-socket"), staleSocket());
        Path fifo = dir.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        List<Path> before = files();
        for (Path path : List.of(regular, fifo)) {
            assertThatThrownBy(() -> devices.add(options("a", path)))
                    .isInstanceOf(ChardevException.class)
                    .hasMessage("Failed to bind socket to " + path + ": File exists and is not a socket");
        }
        for (Path path : List.of(link, dangling, toSocket)) {
            assertThatThrownBy(() -> devices.add(options("a", path)))
                    .isInstanceOf(ChardevException.class)
                    .hasMessage("Failed to bind socket to " + path + ": File exists and is a symbolic link");
        }
        assertThat(files()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(Files.readString(regular)).isEqualTo("precious");
        assertThatThrownBy(() -> devices.add(options("a", dir)))
                .hasMessage("Failed to unlink socket " + dir + ": Is a directory");
        assertThat(devices.registry.list()).isEmpty();
    }

    @Test
    void leavesThePathOfALiveServer() throws IOException {
        Path path = dir.resolve("s");
        Recorder recorder = new Recorder();
        devices.open(options("a", path), recorder);
        try (SocketChannel client = connect(path)) {
            awaitLog(recorder, "<OPENED>");
            for (int i = 0; i < 5; i++) { // each leaves a visitor in the queue, until that is full
                assertThatThrownBy(() -> devices.add(options("b", path)))
                        .hasMessage("Failed to bind socket to " + path
                                + ": Address already in use: a server answers there");
            }
            send(client, "x");
            awaitLog(recorder, "<OPENED>x");
        }
        assertThat(files()).containsExactly(path);
        assertThat(devices.registry.find("b")).isEmpty();
    }

    @Test
    void ofManyThatStartTogetherOneListensAndTheOthersAreRefused() throws Exception {
        int many = 8;
        ExecutorService starters = Executors.newFixedThreadPool(many);
        try {
            for (int round = 0; round < 100; round++) {
                Path path = staleSocket();
                List<Callable<Boolean>> starts = new ArrayList<>();
                for (int i = 0; i < many; i++) {
                    String id = "a" + round + "-" + i;
                    starts.add(() -> {
                        try {
                            devices.add(options(id, path));
                            return true;
                        } catch (ChardevException e) {
                            return false;
                        }
                    });
                }
                int listening = 0;
                for (Future<Boolean> started : starters.invokeAll(starts)) {
                    listening += started.get() ? 1 : 0;
                }
                assertThat(listening).isEqualTo(1);
                Chardev only = devices.registry.list().get(0);
                Recorder recorder = new Recorder();
                CharFrontend frontend = only.attach();
                frontend.setHandlers(recorder, devices.io);
                try (SocketChannel client = connect(path)) {
                    send(client, "served");
                    Await.until(recorder::log, () -> recorder.log().endsWith("served"));
                }
                frontend.detach();
                devices.registry.remove(only.id()).toCompletableFuture().get();
                assertThat(files()).isEmpty();
            }
        } finally {
            starters.shutdownNow();
        }
    }

    @Test
    void theLockOfAServerThatWasKilledWhileItStartedIsNoObstacle() throws Exception {
        Path path = staleSocket();
        Files.createFile(dir.resolve(".s.lock"));
        devices.add(options("a", path));
        assertThat(files()).containsExactly(path);
    }

    @Test
    void whileAnotherProcessReplacesTheFileNobodyElseDoes(@TempDir Path elsewhere) throws Exception {
        Path path = staleSocket();
        Path lock = dir.resolve(".s.lock");
        Path program = Files.writeString(elsewhere.resolve("Hold.java"), """
                import java.nio.channels.FileChannel;
                import java.nio.file.*;

                class Hold {
                    public static void main(String[] args) throws Exception {
                        var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        System.out.println(channel.tryLock() == null ? "refused" : "locked");
                        System.in.read();
                    }
                }
                """);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        program.toString(),
                        lock.toString())
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> devices.add(options("a", path)))
                    .isInstanceOf(ChardevException.class)
                    .hasMessage("Failed to bind socket to " + path
                            + ": Address already in use: another server is just starting there");
            assertThat(files()).containsExactlyInAnyOrder(path, lock);
        } finally {
            other.destroy();
            other.waitFor();
        }
        devices.add(options("b", path));
        assertThat(files()).containsExactly(path);
    }

    @ParameterizedTest
    @ValueSource(ints = {105, 106, 107, 108})
    void isBoundAtAnyPathThatTheSystemAllows(int length) throws IOException {
        Path parent = Files.createDirectory(
                dir.resolve("d".repeat(length - dir.toString().length() - 3)));
        Path path = parent.resolve("s");
        assertThat(path.toString()).hasSize(length);
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open(options("a", path), recorder);
        Path link = Files.createSymbolicLink(dir.resolve("l"), path);
        try (SocketChannel client = connect(link)) {
            awaitLog(recorder, "<OPENED>");
            assertThatThrownBy(() -> devices.add(options("b", path))).hasMessageContaining("a server answers there");
            assertThat(frontend.chardev().filename()).isEqualTo("unix:" + path + ",server=on");
            Devices.writeAll(frontend, Devices.bytes("x"));
            assertThat(read(client, 1)).isEqualTo("x");
        }
        frontend.close();
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",mode=0600", ",max-clients=2"})
    void aRelativePathStaysRelative(String more) throws IOException {
        Path path =
                Path.of("").toAbsolutePath().relativize(dir.toAbsolutePath()).resolve("s");
        Recorder recorder = new Recorder();
        Chardev device = devices.add(options("a", path) + more);
        List<String> names = new ArrayList<>(List.of(device.filename()));
        if (device.has(CharFeature.MULTI_CLIENT)) {
            device.attach()
                    .setClientListener(
                            client -> {
                                names.add(client.filename());
                                client.attach().setHandlers(recorder, devices.io);
                            },
                            devices.io);
        } else {
            device.attach().setHandlers(recorder, devices.io);
        }
        try (SocketChannel client = connect(path)) {
            awaitLog(recorder, "<OPENED>");
            assertThat(client.isConnected()).isTrue();
            if (!device.has(CharFeature.MULTI_CLIENT)) {
                names.add(device.filename());
            }
        }
        assertThat(names).containsExactly("disconnected:unix:" + path + ",server=on", "unix:" + path + ",server=on");
    }

    @Test
    void aPathThatCannotBeAFileNameIsRefused() {
        assertThatThrownBy(() -> devices.add("socket,id=a,server=on,wait=off,path=" + dir.resolve("s") + "\u0000x"))
                .isInstanceOf(ChardevException.class)
                .hasMessageStartingWith("Failed to bind socket to ");
        assertThatThrownBy(() -> devices.add("socket,id=a,path=" + dir.resolve("s") + "\u0000x"))
                .isInstanceOf(ChardevException.class)
                .hasMessageStartingWith("Failed to connect to ");
        assertThatThrownBy(() -> devices.add("socket,id=a,server=on,wait=off,path=/nonexist/x"))
                .hasMessage("Failed to bind socket to /nonexist/x: No such file or directory");
    }

    @Test
    void removesItsOwnFileOnly() throws IOException {
        Path path = dir.resolve("s");
        CharFrontend frontend = devices.open(options("a", path), new Recorder());
        Files.delete(path);
        CharFrontend second = devices.open(options("b", path), new Recorder());
        frontend.close();
        connect(path).close();
        second.close();
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}
