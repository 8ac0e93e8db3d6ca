package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.monitor.peers.QmpPeer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The image serves clients of others, and its own client drives a real QEMU. */
@Tag("clients")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClientsIT {
    private final Path socket = QmpImage.shortDirectory().resolve("a");
    private final Path other = socket.resolveSibling("b");

    /** Whom a client talks to. */
    enum Server {
        IMAGE(false, false),
        QEMU(true, false),
        PROXY_OF_IMAGE(false, true),
        PROXY_OF_QEMU(true, true);

        private final boolean real;
        private final boolean shared;

        Server(boolean real, boolean shared) {
            this.real = real;
            this.shared = shared;
        }
    }

    @ParameterizedTest
    @EnumSource
    void goQemuSeesTheSameAsWithQemu(Server server) throws Exception {
        Path program = GoClient.build("goqemu", "github.com/digitalocean/go-qemu/qmp/raw");
        assertSession(server, program, """
                connected to VERSION [oob]
                version VERSION
                status running true
                event STOP map[]
                status paused false
                event RESUME map[]
                status running true
                error: The command nosuch has not been found
                error: Parameter 'x' is unexpected
                event SHUTDOWN map[guest:false reason:host-qmp-quit]
                """);
    }

    @ParameterizedTest
    @EnumSource
    void govmmSeesTheSameAsWithQemu(Server server) throws Exception {
        Path program = GoClient.build("govmm", "github.com/kata-containers/govmm/qemu");
        assertSession(server, program, """
                connected to VERSION [oob]
                event STOP map[]
                event RESUME map[]
                event POWERDOWN map[]
                error: QMP command failed: Parameter 'capability' does not accept value 'nosuch'
                event SHUTDOWN map[guest:false reason:host-qmp-quit]
                disconnected
                """);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGE", "PROXY_OF_IMAGE"})
    void socatCarriesASessionOutOfBandIncluded(Server kind) {
        assumeTrue(Programs.isInstalled("socat"), "no socat here");
        try (Served server = serve(kind);
                RunningQmp socat = RunningQmp.start(
                        new ProcessBuilder("socat", "-", "UNIX-CONNECT:" + socket + ",retry=600,interval=0.1"))) {
            socat.input("{'execute':'qmp_capabilities','arguments':{'enable':['oob']}}\n")
                    .awaitStdout("{\"return\": {}}\r\n")
                    .input("{'execute':'x-hold','id':1}\n{'execute':'query-status','id':2}\n")
                    .awaitStdout("\"event\": \"X_HELD\"}\r\n")
                    .input("{'exec-oob':'x-release','id':3}\n")
                    .awaitStdout("\"id\": 2}\r\n");
            assertThat(socat.stdout()).startsWith(QmpPeer.GREETING_START);
            assertThat(socat.stdout().lines().skip(1).map(ClientsIT::withoutTime))
                    .containsExactly(
                            "{\"return\": {}}",
                            "\"event\": \"X_HELD\"}",
                            "{\"return\": {}, \"id\": 3}",
                            "{\"return\": {}, \"id\": 1}",
                            "{\"return\": {\"status\": \"running\", \"running\": true}, \"id\": 2}");
            assertThat(socat.input("{'execute':'quit','id':4}\n").status())
                    .as(socat::stderr)
                    .isZero();
            assertThat(socat.stdout()).endsWith("{\"return\": {}, \"id\": 4}\r\n");
            server.assertEnded();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QEMU", "PROXY_OF_QEMU"})
    void execRunsCommandsOfARealQemu(Server kind) {
        try (Served qemu = serve(kind)) {
            assertExec("{\"status\": \"running\", \"running\": true}\n", "query-status");
            assertExec("{}\n", "stop");
            assertExec("{\"status\": \"paused\", \"running\": false}\n", "query-status");
            assertExec("[{\"type\": \"chardev\", \"id\": \"compat_monitor0\"}]\n", "query-yank", "--oob");
            assertFails("qmp exec: CommandNotFound: The command nosuch has not been found\n", "nosuch");
            assertFails("qmp exec: GenericError: The command stop does not support OOB\n", "stop", "--oob");
            assertExec("{}\n", "quit");
            qemu.assertEnded();
        }
    }

    @Test
    void eventsShowsWhatARealQemuSends() {
        try (RunningQmp qemu = qemu(socket, other);
                RunningQmp events = RunningQmp.start("events", other.toString())) {
            // Whether it listens already cannot be seen from outside: make events until it has some.
            while (events.stdout().isEmpty()) {
                assertExec("{}\n", "stop");
                assertExec("{}\n", "cont");
            }
            assertExec("{}\n", "quit");
            assertThat(qemu.status()).isZero();
            assertThat(events.status()).as(events::stderr).isZero();
            assertThat(events.stdout().lines().map(ClientsIT::withoutTime))
                    .contains("\"event\": \"RESUME\"}")
                    .endsWith("\"event\": \"SHUTDOWN\", \"data\": {\"guest\": false, \"reason\": \"host-qmp-quit\"}}");
        }
    }

    @Test
    void shellReachesARealQemuWhoseMainThreadIsBlocked() throws Exception {
        Path fifo = socket.resolveSibling("fifo");
        try (RunningQmp qemu = qemu(socket, other);
                RunningQmp mkfifo = RunningQmp.start(new ProcessBuilder("mkfifo", fifo.toString()));
                RunningQmp shell = RunningQmp.start("shell", socket.toString())) {
            assertThat(mkfifo.status()).isZero();
            // QEMU opens the configuration of this node, and waits for somebody who writes it.
            shell.input("blockdev-add driver=blkdebug node-name=blocked config=" + fifo + " image.driver=null-co\n")
                    .awaitStderr("no reply yet; it will be shown when it arrives\n")
                    .input("query-name\noob query-yank\n")
                    .awaitStdout("{\"type\": \"chardev\", \"id\": \"compat_monitor1\"}\n");
            assertThat(shell.stdout()).doesNotContain("blockdev-add: {}", "query-name: {}");
            // Negotiation is in band: who comes only now is not served.
            try (RunningQmp late =
                    RunningQmp.start("exec", other.toString(), "query-yank", "--oob", "--timeout", "2")) {
                assertThat(late.status()).isEqualTo(1);
                assertThat(late.stderr()).contains("capabilities negotiation was not answered");
            }
            try (RunningQmp writer = RunningQmp.start(new ProcessBuilder("sh", "-c", ": > " + fifo))) {
                assertThat(writer.status()).as(writer::stderr).isZero();
            }
            shell.awaitStdout("blockdev-add: {}\n")
                    .awaitStdout("query-name: {}\n")
                    .input("blockdev-del blocked\nstop\n")
                    .awaitStderr("STOP")
                    .input("quit\n")
                    .endInput();
            assertThat(shell.status()).as(shell::stdout).isZero();
            assertThat(qemu.status()).isZero();
        }
    }

    /** Runs a client that ends the server with quit, and compares what it printed. */
    private void assertSession(Server kind, Path program, String stdout) {
        try (Served server = serve(kind);
                RunningQmp client = RunningQmp.start(new ProcessBuilder(program.toString(), socket.toString()))) {
            assertThat(client.status()).as(client::stderr).isZero();
            assertThat(client.stdout().replaceAll("\\d+\\.\\d+\\.\\d+", "VERSION"))
                    .isEqualTo(stdout);
            server.assertEnded();
        }
    }

    /** The servers behind a socket, the one that clients talk to first. */
    private record Served(List<RunningQmp> processes) implements AutoCloseable {
        /** Waits until all have ended as they should. */
        void assertEnded() {
            processes.forEach(one -> assertThat(one.status()).as(one::stderr).isZero());
        }

        @Override
        public void close() {
            processes.forEach(RunningQmp::close);
        }
    }

    private Served serve(Server kind) {
        Path own = kind.shared ? other : socket;
        RunningQmp server = kind.real ? qemu(own) : listening(RunningQmp.serve(own), own);
        if (!kind.shared) {
            return new Served(List.of(server));
        }
        RunningQmp proxy = RunningQmp.start(
                        "proxy", "--quiet", other.toString(), "-qmp", "unix:" + socket + ",server=on,wait=off")
                .listeningOn(socket);
        return new Served(List.of(listening(proxy, socket), server));
    }

    private static RunningQmp qemu(Path... sockets) {
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        return listening(RunningQemu.start(sockets), sockets);
    }

    /** Waits until each monitor greets; a client that does not try again might come too early. */
    private static RunningQmp listening(RunningQmp server, Path... sockets) {
        for (Path socket : sockets) {
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                assertThat(peer.line()).startsWith("{\"QMP\": ");
            }
        }
        return server;
    }

    private static String withoutTime(String line) {
        return line.replaceFirst("^\\{\"timestamp\": \\{[^}]*\\}, ", "");
    }

    private void assertExec(String stdout, String... arguments) {
        try (RunningQmp exec = exec(arguments)) {
            assertThat(exec.status()).as(exec::stderr).isZero();
            // QEMU 7.2 has one member more.
            assertThat(exec.stdout().replace("\"singlestep\": false, ", "")).isEqualTo(stdout);
        }
    }

    private void assertFails(String stderr, String... arguments) {
        try (RunningQmp exec = exec(arguments)) {
            assertThat(exec.status()).isEqualTo(1);
            assertThat(exec.stderr()).isEqualTo(stderr);
        }
    }

    private RunningQmp exec(String... arguments) {
        return RunningQmp.start(Stream.concat(Stream.of("exec", socket.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }
}
