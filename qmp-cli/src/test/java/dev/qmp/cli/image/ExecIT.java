package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.cli.client.FakeServer;
import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code qmp exec} against the image, and against a real QEMU where there is one. */
class ExecIT {
    private static final Path SOCKET = QmpImage.shortDirectory().resolve("s");
    private static RunningQmp server;

    @BeforeAll
    static void serve() {
        server = RunningQmp.serve(SOCKET);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void printsWhatACommandReturns() {
        assertOutput("{\"status\": \"running\", \"running\": true}\n", "query-status");
        assertOutput("{}\n", "query-name");
        assertOutput("{\n}\n", "query-name", "--pretty");
        assertOutput("{}\n", "query-name", "--args", "{}");
    }

    @Test
    void tellsTheServersErrorInOneLine() {
        assertError("qmp exec: CommandNotFound: The command nosuch has not been found\n", "nosuch");
        assertError("qmp exec: CommandNotFound: The command nosuch has not been found\n", "nosuch", "a=1");
        assertError("qmp exec: GenericError: Parameter 'x' is unexpected\n", "query-name", "--args", "{'x': 1}");
        assertError("qmp exec: GenericError: The command stop does not support OOB\n", "stop", "--oob");
    }

    @Test
    void saysThatAnotherClientIsAttached() {
        Path socket = QmpImage.shortDirectory().resolve("s");
        try (RunningQmp busy = RunningQmp.serve(socket);
                QmpPeer other = QmpPeer.negotiated(socket, false);
                RunningQmp qmp = RunningQmp.start("exec", socket.toString(), "query-name", "--timeout", "0.3")) {
            assertThat(qmp.status()).isEqualTo(1);
            assertThat(qmp.stderr())
                    .isEqualTo("qmp exec: connected to unix:" + socket
                            + " but got no greeting: is another client attached?\n");
        }
    }

    @Test
    void runsOutOfBandWhileTheServerIsHeld() {
        Path first = QmpImage.shortDirectory().resolve("a");
        Path second = first.resolveSibling("b");
        try (RunningQmp held = RunningQmp.serve(first, second);
                QmpPeer holder = QmpPeer.negotiated(first, true)) {
            holder.send("{'execute':'x-hold','id':1}");
            assertThat(holder.event()).contains("X_HELD");
            assertOutput(second, "{}\n", "x-release", "--oob");
            assertThat(holder.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
        }
        assertError("qmp exec: GenericError: nothing is held\n", "x-release", "--oob");
    }

    @Test
    void saysWhyItCannotPrint() {
        try (RunningQmp full = shell("exec $QMP exec $SOCKET query-name > /dev/full")) {
            assertThat(full.status()).isEqualTo(1);
            assertThat(full.stderr()).isEqualTo("qmp exec: standard output: No space left on device\n");
        }
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoError() {
        Path gone = SOCKET.resolveSibling("gone");
        try (RunningQmp pipe = shell("{ until [ -e " + gone + " ]; do sleep 0.05; done; "
                + "$QMP exec $SOCKET query-name; echo $? >&2; } | { exec <&-; touch " + gone + "; }")) {
            assertThat(pipe.status()).isZero();
            assertThat(pipe.stderr()).isEqualTo("141\n");
        }
    }

    @Test
    void endsAtTheDeadlineWhateverItWaitsFor() throws IOException {
        Path socket = QmpImage.shortDirectory().resolve("s");
        try (FakeServer silent = FakeServer.monitor(socket, line -> "");
                RunningQmp qmp = RunningQmp.start("exec", socket.toString(), "x", "--deadline", "0.1")) {
            assertThat(qmp.status()).isEqualTo(3);
            assertThat(qmp.stderr()).startsWith("qmp exec: ").endsWith(": the deadline of 100 ms has passed\n");
        }
    }

    private static RunningQmp shell(String script) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
        builder.environment().put("QMP", QmpImage.launcher().toString());
        builder.environment().put("SOCKET", SOCKET.toString());
        return RunningQmp.start(builder);
    }

    @Test
    void typesArgumentsByTheSchemaOfARealQemu() {
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        Path socket = QmpImage.shortDirectory().resolve("s");
        try (RunningQmp qemu = RunningQemu.start(socket)) {
            assertOutput(
                    socket, "{}\n", "blockdev-add", "driver=null-co", "node-name=n7", "read-zeroes=on", "size=0x1000");
            assertOutput(socket, "{}\n", "blockdev-add", "driver=raw", "node-name=top", "file=n7", "cache.direct=off");
            assertOutput(socket, "{}\n", "blockdev-del", "node-name=top");
            try (RunningQmp qmp = RunningQmp.start(
                    "exec", socket.toString(), "human-monitor-command", "command-line=info version", "--raw")) {
                assertThat(qmp.status()).as(qmp::stderr).isZero();
                assertThat(qmp.stdout()).matches("\\d+\\.\\d+\\.\\d+[^\"]*\n");
            }
        }
    }

    private static void assertOutput(String stdout, String... arguments) {
        assertOutput(SOCKET, stdout, arguments);
    }

    private static void assertOutput(Path socket, String stdout, String... arguments) {
        try (RunningQmp qmp = exec(socket, arguments)) {
            assertThat(qmp.status()).as(qmp::stderr).isZero();
            assertThat(qmp.stdout()).isEqualTo(stdout);
            assertThat(qmp.stderr()).isEmpty();
        }
    }

    private static void assertError(String stderr, String... arguments) {
        try (RunningQmp qmp = exec(SOCKET, arguments)) {
            assertThat(qmp.status())
                    .as("%s %s", List.of(arguments), qmp.stderr())
                    .isEqualTo(1);
            assertThat(qmp.stderr()).isEqualTo(stderr);
            assertThat(qmp.stdout()).isEmpty();
        }
    }

    private static RunningQmp exec(Path socket, String... arguments) {
        List<String> all = new ArrayList<>(List.of("exec", socket.toString()));
        all.addAll(List.of(arguments));
        return RunningQmp.start(all.toArray(String[]::new));
    }
}
