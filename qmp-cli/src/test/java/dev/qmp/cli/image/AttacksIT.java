package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.peers.QmpPeer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks on the memory and the time of a server with a heap of 64 MB, of 128 MB, and the default: another client is served all the time,
 * the process stays within its bounds, and afterwards everything is given back. The figures of docs/security.md are what this writes to
 * target/attacks.md, with those of a QEMU under the same attacks, where there is one.
 */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AttacksIT {
    private static final int MIB = 1 << 20;
    private static final Map<String, Long> HEAPS = Map.of("64m", 64L * MIB, "128m", 128L * MIB, "512m", 512L * MIB);
    private static final int SAMPLES = 1000;

    /** QEMU takes minutes for some attacks, at a byte a time; it is left alone after so long. */
    private static final long QEMU_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path directory = QmpImage.shortDirectory();
    private final Path attacked = directory.resolve("attacked.sock");
    private final Path other = directory.resolve("other.sock");

    /** What is done by so many peers. */
    private record Attack(String name, int peers, Preparation preparation) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Makes everything that an attack needs. */
    private interface Preparation {
        Action of(int count) throws Exception;
    }

    /** Does it, until it has done its worst. */
    private interface Action {
        void by(HostilePeers peers, int tlsPort) throws Exception;
    }

    private static final Attack HELLOS = new Attack("1,500 ClientHellos", 1500, count -> {
        byte[] hello = HostilePeers.clientHello();
        return (peers, port) -> peers.beginHandshakes(count, port, hello);
    });

    private static Stream<Attack> plainAttacks() {
        return Stream.of(
                pushed("50 readers that never read", 50, () -> "{'execute':'query-qmp-schema'}".repeat(400)),
                pushed("6 unfinished messages of 63 MB", 6, () -> "{'execute':'" + "x".repeat(63 * MIB)),
                pushed("1,000 unfinished messages of 1 MB", 1000, () -> "{'execute':'" + "x".repeat(MIB)),
                pushed("16 unfinished objects of 400,000 keys", 16, () -> "{'arguments':{" + keys(400_000)),
                pushed(
                        "3 ids of 50 MB, replies not read",
                        3,
                        () -> "{'execute':'query-name','id':'" + "i".repeat(50 * MIB) + "'}"),
                pushed("8 requests of 5.7 MB of unknown members", 8, () -> "{" + keys(500_000) + "}"),
                new Attack(
                        "20 readers of 40,000 events that do not read",
                        20,
                        count -> (peers, port) -> peers.ignoreEvents(count, 20_000)));
    }

    private static Attack pushed(String name, int peers, Callable<String> text) {
        return new Attack(name, peers, count -> {
            byte[] bytes = text.call().getBytes(UTF_8);
            return (hostile, port) -> hostile.push(count, bytes);
        });
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'m" + i + "':1").collect(Collectors.joining(","));
    }

    static Stream<Arguments> attacks() {
        return Stream.concat(plainAttacks(), Stream.of(HELLOS))
                .flatMap(attack -> Stream.of("64m", "128m", "512m").map(heap -> Arguments.of(attack, heap)));
    }

    @ParameterizedTest(name = "{0}, heap {1}")
    @MethodSource("attacks")
    void otherClientsAreServedAndTheProcessStaysWithinItsBounds(Attack attack, String heap) throws Exception {
        Action action = attack.preparation().of(attack.peers());
        ProcessBuilder builder = QmpImage.command(arguments().toArray(String[]::new));
        builder.environment().put("QMP_JAVA_OPTS", "-Xmx" + heap);
        try (RunningQmp qmp = RunningQmp.start(builder).listeningOn(attacked, other);
                QmpPeer bystander = QmpPeer.negotiated(other, true)) {
            int port = port(qmp);
            JsonObject under;
            try (HostilePeers peers = new HostilePeers(number -> attacked)) {
                List<Long> before = ask(bystander, CompletableFuture.completedFuture(null), Long.MAX_VALUE);
                CompletableFuture<Void> attacking = begin(action, peers, port);
                List<Long> times = ask(bystander, attacking, Long.MAX_VALUE);
                attacking.get();
                long resident = resident(qmp);
                assertThat(qmp.process().isAlive()).as(qmp::stderr).isTrue();
                assertThat(resident).as("resident").isLessThanOrEqualTo((long) (1.3 * HEAPS.get(heap)) + 60L * MIB);
                under = memory(bystander);
                assertThat(under.getJsonNumber("used").longValue())
                        .isLessThanOrEqualTo(under.getJsonNumber("limit").longValue());
                record(attack.name(), heap, under.getInt("refused") + " closed", resident, before, times);
            }
            while (memory(bystander).getInt("used") > MIB) {
                Thread.onSpinWait();
            }
        }
    }

    /** One monitor serves one client here, so there are as many monitors as peers, up to 50. */
    @ParameterizedTest
    @MethodSource("plainAttacks")
    void qemuServesItsOtherMonitorTooWhileItLasts(Attack attack) throws Exception {
        assumeTrue(RunningQemu.isInstalled(), "no " + RunningQemu.PROGRAM + " here");
        int count = Math.min(attack.peers(), 50);
        Action action = attack.preparation().of(count);
        List<Path> sockets = new ArrayList<>(List.of(other));
        for (int i = 0; i <= count; i++) {
            sockets.add(directory.resolve(i + ".sock"));
        }
        try (RunningQmp qemu = RunningQemu.start(sockets.toArray(Path[]::new));
                QmpPeer bystander = QmpPeer.negotiated(other, false);
                HostilePeers peers = new HostilePeers(number -> sockets.get(number + 1))) {
            List<Long> before = ask(bystander, CompletableFuture.completedFuture(null), Long.MAX_VALUE);
            CompletableFuture<Void> attacking = begin(action, peers, 0);
            List<Long> times = ask(bystander, attacking, QEMU_NANOS);
            assertThat(qemu.process().isAlive()).as(qemu::stderr).isTrue();
            String outcome = attacking.isDone() ? count + " peers" : count + " peers, not done after 10 s";
            record(attack.name(), "QEMU", outcome, resident(qemu), before, times);
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

    private static CompletableFuture<Void> begin(Action action, HostilePeers peers, int port) {
        return CompletableFuture.runAsync(() -> {
            try {
                action.by(peers, port);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    // ---- figures ----

    /** Asks until something is done and it has asked often enough, but not for longer than given; returns how long each reply took. */
    private static List<Long> ask(QmpPeer bystander, CompletableFuture<Void> until, long nanos) {
        List<Long> times = new ArrayList<>();
        long start = System.nanoTime();
        while ((!until.isDone() || times.size() < SAMPLES) && System.nanoTime() - start < nanos) {
            long begun = System.nanoTime();
            bystander.send("{'execute':'query-status','id':" + times.size() + "}");
            String reply = bystander.line();
            while (reply.contains("\"event\":")) {
                reply = bystander.line();
            }
            times.add(System.nanoTime() - begun);
            assertThat(reply).contains("\"id\": " + (times.size() - 1)).contains("\"return\":");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // as often as a busy client asks
        }
        times.sort(null);
        return times;
    }

    private static JsonObject memory(QmpPeer peer) {
        peer.send("{'exec-oob':'x-query-memory','id':'m'}");
        while (true) {
            String line = peer.line();
            if (line.startsWith("{\"return\"")) {
                return JsonText.parse(line).asJsonObject().getJsonObject("return");
            }
        }
    }

    private static long resident(RunningQmp server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.process().pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private static void record(
            String name, String heap, String outcome, long resident, List<Long> before, List<Long> times)
            throws IOException {
        String line = String.format(
                "| %s | %s | %s | %d MB | %.1f ms | %.1f ms | %.1f ms |%n",
                name,
                heap,
                outcome,
                resident / 1_000_000,
                before.get(before.size() * 99 / 100) / 1e6,
                times.get(times.size() * 99 / 100) / 1e6,
                times.get(times.size() - 1) / 1e6);
        Files.writeString(Path.of("target", "attacks.md"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
