package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.peers.QmpPeer;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchIT {
    private final Path socket = QmpImage.shortDirectory().resolve("a");
    private final Path other = socket.resolveSibling("b");

    @Test
    void countsRequestsAndPrintsPercentiles() {
        try (RunningQmp server = RunningQmp.serve(socket);
                RunningQmp bench = bench("--requests", "503", "--in-flight", "3", socket.toString())) {
            assertThat(bench.status()).as(bench::stderr).isZero();
            assertThat(bench.stdout())
                    .startsWith("query-version, 3 in flight, 10 blocks\n\nunix:" + socket + "\n  requests   503\n")
                    .containsPattern("(?m)^ +[0-9.]+ [mun]s  p99.9$")
                    .contains("  |\u2588");
            assertThat(bench.stderr()).isEmpty();
        }
    }

    @Test
    void printsJsonForTwoServers() {
        try (RunningQmp server = RunningQmp.serve(socket, other);
                RunningQmp bench = bench(
                        "--json",
                        "--duration",
                        "0.2",
                        "--blocks",
                        "2",
                        "--oob",
                        "--command",
                        "query-yank",
                        socket.toString(),
                        other.toString())) {
            assertThat(bench.status()).as(bench::stderr).isZero();
            JsonObject report = JsonText.parse(bench.stdout()).asJsonObject();
            assertThat(report.getBoolean("out-of-band")).isTrue();
            assertThat(report.getJsonArray("servers")).hasSize(2).allSatisfy(server1 -> {
                JsonObject one = server1.asJsonObject();
                assertThat(one.getInt("errors")).isZero();
                assertThat(one.getInt("requests")).isPositive();
                assertThat(one.getJsonArray("requests-per-second-by-block")).hasSize(2);
                JsonObject latency = one.getJsonObject("latency-ns");
                assertThat(latency.getJsonNumber("min").longValue())
                        .isLessThanOrEqualTo(latency.getJsonNumber("p50").longValue());
            });
        }
    }

    @Test
    void comparesTwoServers() {
        try (RunningQmp server = RunningQmp.serve(socket, other);
                RunningQmp bench = bench("--requests", "20", socket.toString(), other.toString())) {
            assertThat(bench.status()).as(bench::stderr).isZero();
            assertThat(bench.stdout()).containsPattern("first / second\n  a second   [0-9.]+\n  p50 +[0-9.]+\n");
        }
    }

    @Test
    void failsIfRequestsFail() {
        try (RunningQmp server = RunningQmp.serve(socket);
                RunningQmp bench = bench("--requests", "5", "--command", "nosuch", socket.toString())) {
            assertThat(bench.status()).isEqualTo(1);
            assertThat(bench.stdout())
                    .contains("  errors     5, the first: CommandNotFound: The command nosuch has not been found\n");
        }
    }

    /** Ctrl-C, or another signal that ends a process: what was measured is not lost. */
    @Test
    void printsTheFiguresSoFarWhenItIsInterrupted() {
        try (RunningQmp server = RunningQmp.serve(socket, other);
                QmpPeer witness = QmpPeer.negotiated(other, false);
                RunningQmp bench = RunningQmp.start(
                        "bench",
                        "--warm-up",
                        "0.001",
                        "--duration",
                        "86400",
                        "--in-flight",
                        "4",
                        "--command",
                        "system_reset",
                        socket.toString())) {
            for (int i = 0; i < 2000; i++) { // far more than a warm-up of a millisecond could send
                assertThat(witness.event()).contains("RESET");
            }
            witness.close();
            RunningQmp.signal(bench.process(), "INT");
            assertThat(bench.status()).as(bench::stderr).isEqualTo(128 + 2);
            assertThat(bench.stdout())
                    .startsWith("system_reset, 4 in flight, 10 blocks\n\nunix:" + socket + "\n")
                    .containsPattern("  requests   [1-9]")
                    .containsPattern("  a second   [1-9]");
            assertThat(bench.stderr()).isEqualTo("qmp bench: interrupted: the figures are those so far\n");
        }
    }

    @Test
    void showsABarOnATerminalUntilCtrlC() {
        assumeTrue(Tmux.isInstalled(), "no tmux here");
        try (RunningQmp server = RunningQmp.serve(socket);
                Tmux terminal = new Tmux(
                        Map.of(),
                        QmpImage.launcher().toString(),
                        "bench",
                        "--warm-up",
                        "0.001",
                        "--duration",
                        "60",
                        socket.toString())) {
            terminal.await("^\\[#+-+\\] [0-9]+ %  loading$");
            assertThat(terminal.type("C-c").await("^status=130$"))
                    .contains("p99.9", "qmp bench: interrupted: the figures are those so far")
                    .doesNotContain("%  loading");
        }
    }

    private static RunningQmp bench(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "bench";
        all[1] = "--warm-up";
        all[2] = "0.05";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return RunningQmp.start(all);
    }
}
