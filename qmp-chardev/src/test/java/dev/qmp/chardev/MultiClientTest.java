package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.connect;
import static dev.qmp.chardev.Devices.read;
import static dev.qmp.chardev.Devices.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code max-clients=N}: each client is a device of its own. */
class MultiClientTest {
    private TlsCredentialsLookup lookup = id -> {
        throw new ChardevException("none");
    };

    @RegisterExtension
    final Devices devices = new Devices(builder -> builder.service(TlsCredentialsLookup.class, id -> lookup.find(id)));

    @TempDir
    Path dir;

    private final List<Chardev> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    /** A front end that sends back what it reads. */
    private final class Echo implements CharHandlers {
        private final CharFrontend frontend;

        Echo(CharFrontend frontend) {
            this.frontend = frontend;
        }

        @Override
        public int canRead() {
            asked.incrementAndGet();
            return Integer.MAX_VALUE;
        }

        @Override
        public void read(ByteBuffer bytes) {
            try {
                frontend.connection().write(bytes);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void event(CharEvent event) {
            if (event == CharEvent.OPENED) {
                live.incrementAndGet();
            } else if (event == CharEvent.CLOSED) {
                live.decrementAndGet();
            }
        }
    }

    private Path serve(int max) {
        return serve(max, "");
    }

    private Path serve(int max, String more) {
        Path path = dir.resolve("s");
        Chardev device = devices.add("socket,id=a,server=on,wait=off,max-clients=" + max + more + ",path=" + path);
        assertThat(device.has(CharFeature.MULTI_CLIENT)).isTrue();
        device.attach().setClientListener(this::take, devices.io);
        return path;
    }

    private void take(Chardev client) {
        clients.add(client);
        CharFrontend frontend = client.attach();
        frontend.setHandlers(new Echo(frontend), devices.io);
    }

    @Test
    void servesManyClientsAtATimeEachAsADeviceOfItsOwn() throws IOException {
        Path path = serve(3);
        try (SocketChannel one = connect(path);
                SocketChannel two = connect(path)) {
            send(two, "two");
            send(one, "one");
            assertThat(read(one, 3)).isEqualTo("one");
            assertThat(read(two, 3)).isEqualTo("two");
            assertThat(clients).extracting(Chardev::id).containsExactly("a#1", "a#2");
        }
        Await.until("all gone", () -> live.get() == 0 && clients.stream().allMatch(Chardev::isClosed));
    }

    @Test
    void clientsAboveTheLimitWaitUntilOneLeaves() throws IOException {
        Path path = serve(2);
        try (SocketChannel one = connect(path);
                SocketChannel three = openTwoMore(path, one)) {
            Await.until("third", () -> clients.size() == 3);
            send(three, "x");
            assertThat(read(three, 1)).isEqualTo("x");
        }
    }

    private SocketChannel openTwoMore(Path path, SocketChannel one) throws IOException {
        SocketChannel two = connect(path);
        SocketChannel three = connect(path);
        send(one, "1");
        send(two, "2");
        assertThat(read(one, 1) + read(two, 1)).isEqualTo("12");
        devices.io.call(() -> {});
        assertThat(clients).hasSize(2);
        two.close();
        return three;
    }

    @Test
    void aClientLimitIsForListenersOnly() {
        assertThatThrownBy(() -> devices.add("socket,id=a,max-clients=2,path=" + dir.resolve("s")))
                .hasMessage("'max-clients' option is incompatible with socket in client connect mode");
        assertThatThrownBy(() -> devices.add("socket,id=a,server=on,wait=on,max-clients=2,path=" + dir.resolve("s")))
                .hasMessage("'wait' option is incompatible with more than one client");
        assertThatThrownBy(() -> devices.add("socket,id=a,server=on,max-clients=0,path=" + dir.resolve("s")))
                .hasMessageStartingWith("Parameter 'max-clients' expects a number from 1 to ");
    }

    @Test
    void oneLoopServesAThousandClients() throws IOException {
        Path path = serve(2000);
        List<SocketChannel> all = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                all.add(connect(path));
            }
            Await.until(() -> live + " clients", () -> live.get() == 1000);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < all.size(); i++) {
                    send(all.get(i), "hello " + i + "\n");
                }
                for (int i = 0; i < all.size(); i++) {
                    String wanted = "hello " + i + "\n";
                    assertThat(read(all.get(i), wanted.length())).isEqualTo(wanted);
                }
            }
        } finally {
            for (SocketChannel client : all) {
                client.close();
            }
        }
        Await.until(() -> live + " clients", () -> live.get() == 0);
    }

    @Test
    void idleClientsAreNotAskedAnythingWhileAnotherIsServed() throws IOException {
        Path path = serve(200);
        List<SocketChannel> idle = new ArrayList<>();
        try (SocketChannel active = connect(path)) {
            for (int i = 0; i < 100; i++) {
                idle.add(connect(path));
            }
            Await.until("all there", () -> live.get() == 101);
            devices.io.call(() -> {});
            int before = asked.get();
            for (int i = 0; i < 500; i++) {
                send(active, "x");
                assertThat(read(active, 1)).isEqualTo("x");
            }
            assertThat(asked.get() - before).isLessThanOrEqualTo(4 * 500);
        } finally {
            for (SocketChannel client : idle) {
                client.close();
            }
        }
    }

    @Test
    void closingTheListenerClosesItsClients() throws IOException {
        Path path = serve(5);
        try (SocketChannel client = connect(path)) {
            send(client, "x");
            assertThat(read(client, 1)).isEqualTo("x");
            devices.registry.close();
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        Await.until("closed", () -> live.get() == 0);
    }

    @Test
    void clientsAreServedWhenTheFolderOfTheLogIsGone() throws IOException {
        Path folder = Files.createDirectory(dir.resolve("logs"));
        Path path = serve(2, ",logfile=" + folder.resolve("log"));
        try (SocketChannel first = connect(path)) {
            send(first, "kept");
            assertThat(read(first, 4)).isEqualTo("kept");
            Await.until("logged", () -> contents(folder.resolve("log")).equals("kept"));
            Files.delete(folder.resolve("log"));
            Files.delete(folder);
            for (int i = 0; i < 5; i++) {
                try (SocketChannel next = connect(path)) {
                    send(next, "x");
                    assertThat(read(next, 1)).isEqualTo("x");
                }
            }
        }
    }

    @Test
    void clientsThatTheListenerFailsToTakeAreDisconnectedAndFreeTheirPlaces() throws IOException {
        Path path = dir.resolve("s");
        AtomicBoolean failing = new AtomicBoolean(true);
        devices.add("socket,id=a,server=on,wait=off,max-clients=2,path=" + path)
                .attach()
                .setClientListener(
                        client -> {
                            if (failing.get()) {
                                throw new AssertionError("not now");
                            }
                            take(client);
                        },
                        devices.io);
        for (int i = 0; i < 5; i++) {
            assertDisconnected(connect(path));
            devices.awaitFailure("not now");
        }
        failing.set(false);
        assertTwoAreServed(path);
    }

    @Test
    void clientsWhoseLayersCannotBeMadeAreDisconnectedAndFreeTheirPlaces() throws Exception {
        AtomicBoolean failing = new AtomicBoolean();
        TlsCredentials credentials = TlsCredentials.fromDirectory(
                Certificates.create(Files.createDirectory(dir.resolve("certificates"))),
                TlsCredentials.Endpoint.SERVER,
                false);
        lookup = id -> {
            if (failing.get()) {
                throw new ChardevException("No TLS credentials with id '" + id + "'");
            }
            return credentials;
        };
        Chardev device = devices.add("socket,id=a,host=127.0.0.1,port=0,server=on,max-clients=2,tls-creds=t");
        device.attach().setClientListener(this::take, devices.io);
        failing.set(true);
        for (int i = 0; i < 5; i++) {
            assertDisconnected(Devices.connectTcp(device));
            devices.awaitFailure("No TLS credentials with id 't'");
        }
        failing.set(false);
        try (SocketChannel one = Devices.connectTcp(device);
                SocketChannel two = Devices.connectTcp(device)) {
            for (SocketChannel client : List.of(one, two)) {
                send(client, "no TLS at all, which the server answers with an alert");
                assertThat(read(client, 1)).isEqualTo("\u0015");
            }
        }
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertTwoAreServed(Path path) throws IOException {
        try (SocketChannel one = connect(path);
                SocketChannel two = connect(path)) {
            send(one, "one");
            send(two, "two");
            assertThat(read(one, 3) + read(two, 3)).isEqualTo("onetwo");
        }
    }

    private static void assertDisconnected(SocketChannel client) throws IOException {
        try (client) {
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }
}
