package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.proxy.UpstreamException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One server, many clients: servers by script, and QEMU where one is installed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedServerTest {
    private static final String REFUSED =
            "{\"id\": 2, \"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, expecting value\"}}";

    @TempDir
    Path directory;

    private static TestHost share(QmpAddress address) {
        return new TestHost(
                Monitors.builder().upstream(Upstream.builder(address).build()));
    }

    /** Connects and negotiates with a server whose greeting is that of a script. */
    private static QmpPeer join(Path socket, String greeting) {
        QmpPeer peer = QmpPeer.connect(socket);
        assertThat(peer.line() + "\r\n").isEqualTo(greeting);
        peer.send("{'execute': 'qmp_capabilities', 'arguments': {'enable': ['oob']}}");
        assertThat(peer.line()).isEqualTo("{\"return\": {}}");
        return peer;
    }

    @Test
    void passesRepliesOnByteForByteButForTheId() throws Exception {
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    long id = peer.expect("\"execute\": \"query\"");
                    peer.write("{ \"return\": {\"b\": 1.50e1, \"a\":[ ]} ,\"id\":" + id + " }\n");
                    id = peer.expect("\"execute\": \"query\"");
                    peer.write("{\"return\": \"\\u00e9\", \"id\": " + id + "}\r\n");
                    id = peer.expect("\"execute\": \"query\"");
                    peer.fail(id, "DeviceNotFound", "none");
                    peer.untilClosed();
                });
                TestHost host = share(server.address())) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = join(socket, ScriptedServer.GREETING)) {
                peer.send("{'execute': 'query', 'id': [1, {'x': null}]}");
                assertThat(peer.line())
                        .isEqualTo("{ \"return\": {\"b\": 1.50e1, \"a\":[ ]} ,\"id\":[1, {\"x\": null}] }");
                peer.send("{'execute': 'query'}");
                assertThat(peer.line()).isEqualTo("{\"return\": \"\\u00e9\"}");
                peer.send("{'execute': 'query', 'id': 1}");
                assertThat(peer.line())
                        .isEqualTo("{\"id\": 1, \"error\": {\"class\": \"DeviceNotFound\", \"desc\": \"none\"}}");
            }
        }
    }

    @Test
    void answersWhatIsNotARequestInItsTurn() throws Exception {
        Semaphore asked = new Semaphore(0);
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    long id = peer.expect("\"execute\": \"query\"");
                    asked.acquireUninterruptibly();
                    peer.reply(id, "{}");
                    peer.untilClosed();
                });
                TestHost host = share(server.address())) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = join(socket, ScriptedServer.GREETING)) {
                peer.send("{'execute': 'query', 'id': 1} [} {'execute': 1, 'id': 3} {'execute': 'getfd', 'id': 4}");
                asked.release();
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
                assertThat(peer.line()).isEqualTo(REFUSED.replace("\"id\": 2, ", ""));
                assertThat(peer.line()).contains("\"id\": 3", "QMP input member 'execute' must be a string");
                assertThat(peer.line()).contains("\"id\": 4", "file descriptor");
            }
        }
    }

    @Test
    void givesNobodyWhatADepartedClientAskedFor() throws Exception {
        Semaphore left = new Semaphore(0);
        Semaphore arrived = new Semaphore(0);
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    long first = peer.expect("\"execute\": \"query-first\"");
                    arrived.release();
                    long second = peer.expect("\"execute\": \"query-second\"");
                    left.acquireUninterruptibly();
                    peer.reply(first, "\"for the one that left\"");
                    peer.reply(second, "\"for the one that stays\"");
                    peer.untilClosed();
                });
                TestHost host = share(server.address())) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer gone = join(socket, ScriptedServer.GREETING)) {
                gone.send("{'execute': 'query-first', 'id': 1}");
                arrived.acquireUninterruptibly();
            }
            try (QmpPeer peer = join(socket, ScriptedServer.GREETING)) {
                peer.send("{'execute': 'query-second', 'id': 1}");
                left.release();
                assertThat(peer.line()).isEqualTo("{\"return\": \"for the one that stays\", \"id\": 1}");
            }
        }
    }

    @Test
    void keepsTheServersOrderOfEventsAndReplies() throws Exception {
        String event =
                "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"X\", \"data\": {\"n\": 1.0}}";
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    long id = peer.expect("\"execute\": \"query\"");
                    peer.write(event + "\r\n{\"return\": {}, \"id\": " + id + "}\r\n" + event + "\r\n");
                    peer.untilClosed();
                });
                TestHost host = share(server.address())) {
            Path one = host.listen(MonitorOptions.DEFAULT);
            Path other = host.listen(MonitorOptions.DEFAULT);
            Path third = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer asking = join(one, ScriptedServer.GREETING);
                    QmpPeer listening = join(other, ScriptedServer.GREETING);
                    QmpPeer silent = QmpPeer.connect(third)) {
                silent.line();
                asking.send("{'execute': 'query', 'id': 'q'}");
                assertThat(List.of(asking.line(), asking.line(), asking.line()))
                        .containsExactly(event, "{\"return\": {}, \"id\": \"q\"}", event);
                assertThat(List.of(listening.line(), listening.line())).containsExactly(event, event);
                silent.send("{'execute': 'qmp_capabilities'}");
                assertThat(silent.line()).isEqualTo("{\"return\": {}}");
            }
        }
    }

    @Test
    void hasNoMoreThanSevenInBandRequestsUnderWay() throws Exception {
        Semaphore go = new Semaphore(0);
        List<String> order = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    List<Long> ids = new ArrayList<>();
                    for (int i = 0; i < 7; i++) {
                        ids.add(peer.expect("\"execute\": \"query\""));
                    }
                    // The eighth waits in the proxy, and what is out of band passes it.
                    order.add("oob");
                    peer.reply(peer.expect("\"exec-oob\": \"rescue\""), "{}");
                    go.acquireUninterruptibly();
                    for (long id : ids) {
                        peer.reply(id, "{}");
                    }
                    for (int i = 0; i < 43; i++) {
                        peer.reply(peer.expect("\"execute\": \"query\""), "{}");
                    }
                    peer.untilClosed();
                });
                TestHost host = share(server.address())) {
            List<Path> sockets = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sockets.add(host.listen(MonitorOptions.DEFAULT));
            }
            host.start();
            List<QmpPeer> waiting = new ArrayList<>();
            try {
                for (Path socket : sockets) {
                    QmpPeer peer = join(socket, ScriptedServer.GREETING);
                    waiting.add(peer);
                    peer.send("{'execute': 'query', 'id': 1}");
                }
                QmpPeer rescuer = waiting.get(49);
                rescuer.send("{'exec-oob': 'rescue', 'id': 'r'}");
                assertThat(rescuer.line()).isEqualTo("{\"return\": {}, \"id\": \"r\"}");
                go.release();
                for (QmpPeer peer : waiting) {
                    assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
                }
            } finally {
                waiting.forEach(QmpPeer::close);
            }
        }
        assertThat(order).containsExactly("oob");
    }

    @Test
    void showsAndClosesItsSessions() throws Exception {
        Semaphore asked = new Semaphore(0);
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    peer.expect("\"execute\": \"query\"");
                    asked.release();
                    peer.untilClosed();
                });
                TestHost host = share(server.address())) {
            Path one = host.listen(MonitorOptions.DEFAULT);
            Path other = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer busy = join(one, ScriptedServer.GREETING);
                    QmpPeer peer = join(other, ScriptedServer.GREETING)) {
                busy.send("{'execute': 'query', 'id': 1}");
                asked.acquireUninterruptibly();
                peer.send("{'exec-oob': 'x-query-sessions'}");
                JsonObject first = JsonText.parse(peer.line()).asJsonObject().getJsonArray("return").stream()
                        .map(JsonValue::asJsonObject)
                        .filter(session -> session.getString("id").equals("m0"))
                        .findFirst()
                        .orElseThrow();
                assertThat(first.getInt("in-flight")).isEqualTo(1);
                assertThat(first.getInt("requests")).isEqualTo(2);
                assertThat(first.getBoolean("negotiated")).isTrue();
                assertThat(first).containsKeys("since", "user", "group").doesNotContainKeys("role", "address");
                peer.send("{'exec-oob': 'x-close-session', 'arguments': {'id': 'm0'}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                assertThat(busy.line()).isEqualTo("<end>");
                peer.send("{'exec-oob': 'x-close-session', 'arguments': {'id': 'm0'}}");
                assertThat(peer.line()).contains("DeviceNotFound", "Session 'm0' not found");
            }
        }
    }

    @Test
    void endsItsSessionsWithTheServer() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
            peer.begin();
            peer.expect("\"execute\": \"query\"");
            peer.close();
        })) {
            Monitors monitors = Monitors.builder()
                    .upstream(Upstream.builder(server.address()).build())
                    .errorHandler((what, cause) -> failure.complete(cause))
                    .listen("socket,path=" + directory.resolve("s") + ",server=on,wait=off")
                    .start();
            try (monitors;
                    QmpPeer peer = join(directory.resolve("s"), ScriptedServer.GREETING)) {
                peer.send("{'execute': 'query'}");
                assertThat(peer.line()).isEqualTo("<end>");
                assertThat(failure.get(1, TimeUnit.MINUTES))
                        .isInstanceOf(UpstreamException.class)
                        .hasMessage("the connection to " + server.address() + " has ended");
            }
        }
    }

    @Test
    void keepsItsClientsWhenTheServerReturns() throws Exception {
        Semaphore first = new Semaphore(1);
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    long id = peer.expect("\"execute\": \"query\"");
                    if (first.tryAcquire()) {
                        peer.close();
                    } else {
                        peer.reply(id, "{}");
                        peer.untilClosed();
                    }
                });
                TestHost host = new TestHost(Monitors.builder()
                        .upstream(Upstream.builder(server.address())
                                .reconnect(true)
                                .build()))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = join(socket, ScriptedServer.GREETING)) {
                peer.send("{'execute': 'query', 'id': 1}");
                assertThat(peer.line())
                        .isEqualTo(
                                "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": \"The connection to the "
                                        + "upstream server was lost: whether the command was run is not known\"}}");
                assertThat(peer.event()).isEqualTo("\"event\": \"X_UPSTREAM\", \"data\": {\"connected\": false}}");
                assertThat(peer.event()).isEqualTo("\"event\": \"X_UPSTREAM\", \"data\": {\"connected\": true}}");
                peer.send("{'execute': 'query', 'id': 2}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 2}");
            }
        }
    }

    @Test
    void saysWhyTheServerCannotBeUsed() throws Exception {
        QmpAddress missing = new QmpAddress.Unix(directory.resolve("missing"));
        assertThatExceptionOfType(UpstreamException.class)
                .isThrownBy(() -> share(missing))
                .withMessage("cannot connect to " + missing + ": No such file or directory");
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
            peer.write("220 mail.example.org ESMTP\r\n");
            peer.untilClosed();
        })) {
            assertThatExceptionOfType(UpstreamException.class)
                    .isThrownBy(() -> share(server.address()))
                    .withMessage(server.address()
                            + " is not a QMP server: there is something other than JSON objects in its output");
        }
        try (ScriptedServer server = ScriptedServer.tcp(ScriptedServer.Peer::untilClosed)) {
            Await.timeEnough(time -> assertThatExceptionOfType(UpstreamException.class)
                    .isThrownBy(() -> Monitors.builder()
                            .upstream(Upstream.builder(server.address())
                                    .timeout(time)
                                    .build())
                            .build())
                    .withMessage(
                            "connected to " + server.address() + " but got no greeting: is another client attached?"));
        }
    }

    @Test
    void sharesAQemuWhoseMainThreadIsBlocked() throws Exception {
        Path upstream = directory.resolve("q.sock");
        Path fifo = directory.resolve("fifo");
        assumeThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .as("mkfifo")
                .isZero();
        JsonObject node = JsonValues.object()
                .add("driver", "blkdebug")
                .add("node-name", "blocked")
                .add("config", fifo.toString())
                .add("image", JsonValues.object().add("driver", "null-co"))
                .build();
        try (RealServer qemu = RealServer.qemu(directory, "-qmp", "unix:" + upstream + ",server=on,wait=off");
                TestHost host = share(qemu.listening(upstream))) {
            List<QmpClient> clients = new ArrayList<>();
            List<CompletableFuture<?>> inBand = new ArrayList<>();
            List<Path> sockets = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sockets.add(host.listen(MonitorOptions.DEFAULT));
            }
            host.start();
            try {
                for (Path socket : sockets) {
                    clients.add(QmpClient.connect(new QmpAddress.Unix(socket)));
                }
                inBand.add(clients.get(0).execute("blockdev-add", node));
                inBand.add(clients.get(0).execute("query-status"));
                for (QmpClient client : clients) {
                    inBand.add(client.execute("query-status"));
                    inBand.add(client.execute("query-name"));
                }
                assertThat(Await.value(clients.get(49).executeOob("query-yank")).asJsonArray())
                        .isNotNull();
                assertThat(inBand.subList(0, 2)).noneMatch(CompletableFuture::isDone);
                try (OutputStream unblock = Files.newOutputStream(fifo)) {
                    unblock.flush();
                }
                for (CompletableFuture<?> reply : inBand) {
                    Await.until("a reply", reply::isDone);
                }
                assertThat(Await.value(clients.get(7).execute("query-status")).asJsonObject())
                        .containsKey("status");
                assertThat(Await.value(clients.get(3).execute("query-qmp-schema")))
                        .isEqualTo(Await.value(clients.get(4).execute("query-qmp-schema")));
            } finally {
                clients.forEach(QmpClient::close);
            }
        }
    }
}
