package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How a server says that it is ready. */
class ReadinessIT {
    private final Path socket = QmpImage.shortDirectory().resolve("s");

    @Test
    void saysWhereItListensAndNothingOnStandardOutput() {
        try (RunningQmp server = RunningQmp.start(
                "serve",
                "-chardev",
                "socket,id=m,host=127.0.0.1,port=0,server=on,wait=off",
                "-mon",
                "m,mode=control",
                "-monitor",
                "telnet:127.0.0.1:0,server=on,wait=off",
                "-chardev",
                "null,id=n",
                "-qmp",
                "unix:" + socket + ",server=on,wait=off")) {
            server.awaitStderr("unix:");
            List<MatchResult> lines = Pattern.compile("^qmp serve: listening on (.*)$", Pattern.MULTILINE)
                    .matcher(server.stderr())
                    .results()
                    .toList();
            assertThat(lines).hasSize(3);
            assertThat(server.stderr()).hasLineCount(3);
            assertThat(lines.get(0).group(1)).matches("tcp:127\\.0\\.0\\.1:[1-9]\\d* \\(chardev m\\)");
            assertThat(lines.get(1).group(1)).matches("telnet:127\\.0\\.0\\.1:[1-9]\\d*");
            assertThat(lines.get(2).group(1)).isEqualTo("unix:" + socket);
            assertThat(server.stdout()).isEmpty();
            // What it says is an address for a client.
            String address = lines.get(0).group(1).split(" ", 2)[0];
            try (RunningQmp exec = RunningQmp.start("exec", address, "quit")) {
                assertThat(exec.status()).as(exec::stderr).isZero();
            }
            assertThat(server.status()).isZero();
        }
    }

    @Test
    void isQuietIfAsked() {
        try (RunningQmp server = RunningQmp.serve(List.of("--quiet"), socket);
                QmpPeer peer = QmpPeer.negotiated(socket, false)) {
            peer.send("{'execute':'quit'}");
            assertThat(server.status()).isZero();
            assertThat(server.stderr()).isEmpty();
        }
    }

    /** The reader of the descriptor gets a newline and the end of the stream, while the server serves. */
    @Test
    void notifiesASupervisor() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 7>&1 >/dev/null", "sh"));
        command.addAll(QmpImage.command("serve", "--ready-fd", "7", "-qmp", "unix:" + socket + ",server=on,wait=off")
                .command());
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(new String(server.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("\n");
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                peer.send("{'execute':'quit'}");
                assertThat(peer.line()).contains("SHUTDOWN");
            }
            assertThat(server.waitFor()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }
}
