package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.peers.QmpPeer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks on the memory and the time of a server with a heap of 64 MB, of 128 MB, and the default: another client is served all the time,
 * the process stays within its bounds, and afterwards everything is given back. The figures of docs/security.md are what this writes to
 * target/attacks.md.
 */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AttacksIT {
    private static final int MIB = 1 << 20;
    private static final Map<String, Long> HEAPS = Map.of("64m", 64L * MIB, "128m", 128L * MIB, "512m", 512L * MIB);

    private final Path directory = QmpImage.shortDirectory();
    private final Path attacked = directory.resolve("attacked.sock");
    private final Path other = directory.resolve("other.sock");
    private final List<SocketChannel> hostile = new ArrayList<>();
    private int tlsPort;

    /** What is done to the server, until it has done its worst. */
    private interface Attack {
        void run(AttacksIT test) throws Exception;
    }

    static Stream<Arguments> attacks() {
        Map<String, Attack> attacks = new LinkedHashMap<>();
        attacks.put("50 readers that never read", AttacksIT::deafReaders);
        attacks.put("6 unfinished messages of 63 MB", test -> test.unfinished(6, "{'execute':'", "x".repeat(63 * MIB)));
        attacks.put(
                "1,000 unfinished messages of 1 MB", test -> test.unfinished(1000, "{'execute':'", "x".repeat(MIB)));
        attacks.put(
                "16 unfinished objects of 400,000 keys", test -> test.unfinished(16, "{'arguments':{", keys(400_000)));
        attacks.put(
                "3 ids of 50 MB, replies not read",
                test -> test.unfinished(3, "{'execute':'query-name','id':'", "i".repeat(50 * MIB) + "'}"));
        attacks.put("8 requests of 5.7 MB of unknown members", test -> test.unfinished(8, "{", keys(500_000) + "}"));
        attacks.put("20 readers of 40,000 events that do not read", AttacksIT::slowEvents);
        attacks.put("1,500 ClientHellos", AttacksIT::clientHellos);
        return attacks.entrySet().stream()
                .flatMap(attack -> Stream.of("64m", "128m", "512m")
                        .map(heap -> Arguments.of(attack.getKey(), heap, attack.getValue())));
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'m" + i + "':1").collect(Collectors.joining(","));
    }

    @ParameterizedTest(name = "{0}, heap {1}")
    @MethodSource("attacks")
    void otherClientsAreServedAndTheProcessStaysWithinItsBounds(String name, String heap, Attack attack)
            throws Exception {
        ProcessBuilder builder = QmpImage.command(arguments().toArray(String[]::new));
        builder.environment().put("QMP_JAVA_OPTS", "-Xmx" + heap);
        try (RunningQmp qmp = RunningQmp.start(builder).listeningOn(attacked, other);
                QmpPeer bystander = QmpPeer.negotiated(other, true)) {
            tlsPort = port(qmp);
            CompletableFuture<Void> attacking = CompletableFuture.runAsync(() -> {
                try {
                    attack.run(this);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            List<Long> times = new ArrayList<>();
            while (!attacking.isDone() || times.size() < 1000) {
                long begun = System.nanoTime();
                bystander.send("{'execute':'query-status','id':" + times.size() + "}");
                String reply = bystander.line();
                while (reply.contains("\"event\":")) {
                    reply = bystander.line();
                }
                times.add(System.nanoTime() - begun);
                assertThat(reply).endsWith("\"id\": " + (times.size() - 1) + "}");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // as often as a busy client asks
            }
            attacking.get();
            long resident = resident(qmp.process().pid());
            assertThat(qmp.process().isAlive()).as(qmp::stderr).isTrue();
            assertThat(resident).as("resident").isLessThanOrEqualTo((long) (1.3 * HEAPS.get(heap)) + 85L * MIB);
            JsonObject under = memory(bystander);
            assertThat(under.getJsonNumber("used").longValue())
                    .isLessThanOrEqualTo(under.getJsonNumber("limit").longValue());
            record(name, heap, under, resident, times);
            leave();
            while (memory(bystander).getInt("used") > MIB) {
                Thread.onSpinWait();
            }
        } finally {
            leave();
        }
    }

    private List<String> arguments() throws Exception {
        Path script = QmpImage.directory()
                .resolve("../../../docs/tls-certificates.sh")
                .normalize();
        try (RunningQmp maker = RunningQmp.start(new ProcessBuilder(script.toString(), directory.toString()))) {
            assertThat(maker.status()).as(maker::stderr).isZero();
        }
        return List.of(
                "serve",
                "-qmp",
                "unix:" + attacked + ",server=on,wait=off,max-clients=2000",
                "-qmp",
                "unix:" + other + ",server=on,wait=off",
                "-object",
                "tls-creds-x509,id=tls0,endpoint=server,dir=" + directory,
                "-chardev",
                "socket,id=t,host=127.0.0.1,port=0,server=on,wait=off,tls-creds=tls0,max-clients=1600",
                "-mon",
                "chardev=t,mode=control");
    }

    private static int port(RunningQmp qmp) {
        qmp.awaitStderr("(chardev t)");
        String text = qmp.stderr().replaceFirst("(?s).*tls:127.0.0.1:([0-9]+).*", "$1");
        return Integer.parseInt(text);
    }

    // ---- attacks ----

    private void deafReaders() throws IOException {
        List<SocketChannel> peers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            peers.add(negotiated());
        }
        push(peers, "{'execute':'query-qmp-schema'}".repeat(400));
    }

    private void unfinished(int count, String begin, String rest) throws IOException {
        List<SocketChannel> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(negotiated());
        }
        push(peers, begin + rest);
    }

    private void slowEvents() throws IOException {
        for (int i = 0; i < 20; i++) {
            negotiated();
        }
        try (QmpPeer source = QmpPeer.negotiated(attacked, false)) {
            for (int i = 0; i < 20_000; i++) {
                source.send("{'execute':'stop'}{'execute':'cont'}");
                for (int replies = 0; replies < 2; ) {
                    replies += source.line().startsWith("{\"return\"") ? 1 : 0;
                }
            }
        }
    }

    private void clientHellos() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        hello.flip();
        List<SocketChannel> peers = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            peers.add(connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort)));
        }
        byte[] bytes = Arrays.copyOf(hello.array(), hello.limit());
        push(peers, bytes);
    }

    // ---- peers ----

    private SocketChannel connect(SocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        synchronized (hostile) {
            hostile.add(channel);
        }
        return channel;
    }

    private SocketChannel negotiated() throws IOException {
        SocketChannel channel = connect(UnixDomainSocketAddress.of(attacked));
        channel.write(ByteBuffer.wrap("{'execute':'qmp_capabilities'}".getBytes(UTF_8)));
        ByteBuffer line = ByteBuffer.allocate(4096);
        while (!new String(line.array(), 0, line.position(), UTF_8).contains("return")) {
            if (channel.read(line) < 0) {
                break;
            }
        }
        return channel;
    }

    private static void push(List<SocketChannel> peers, String text) throws IOException {
        push(peers, text.getBytes(UTF_8));
    }

    /** Sends the same to all, a piece to each in turn, until each has it, has been closed, or has taken nothing for seconds. */
    private static void push(List<SocketChannel> peers, byte[] bytes) throws IOException {
        List<ByteBuffer> rest = new ArrayList<>();
        for (SocketChannel peer : peers) {
            peer.configureBlocking(false);
            rest.add(ByteBuffer.wrap(bytes));
        }
        long moved = System.nanoTime();
        boolean more = true;
        while (more && System.nanoTime() - moved < TimeUnit.SECONDS.toNanos(5)) {
            more = false;
            for (int i = 0; i < peers.size(); i++) {
                ByteBuffer source = rest.get(i);
                if (!source.hasRemaining()) {
                    continue;
                }
                more = true;
                int end = source.limit();
                source.limit(Math.min(end, source.position() + (1 << 16)));
                try {
                    if (peers.get(i).write(source) > 0) {
                        moved = System.nanoTime();
                    }
                    source.limit(end);
                } catch (IOException e) {
                    source.limit(end).position(end); // closed
                }
            }
        }
    }

    private void leave() {
        synchronized (hostile) {
            for (SocketChannel channel : hostile) {
                try {
                    channel.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            hostile.clear();
        }
    }

    // ---- figures ----

    private static JsonObject memory(QmpPeer peer) {
        peer.send("{'exec-oob':'x-query-memory','id':'m'}");
        while (true) {
            String line = peer.line();
            if (line.startsWith("{\"return\"")) {
                return JsonText.parse(line).asJsonObject().getJsonObject("return");
            }
        }
    }

    private static long resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private static void record(String name, String heap, JsonObject memory, long resident, List<Long> times)
            throws IOException {
        times.sort(null);
        String line = String.format(
                "| %s | %s | %d closed | %d MB | %.1f ms | %.1f ms |%n",
                name,
                heap,
                memory.getInt("refused"),
                resident / 1_000_000,
                times.get(times.size() * 99 / 100) / 1e6,
                times.get(times.size() - 1) / 1e6);
        Files.writeString(Path.of("target", "attacks.md"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
