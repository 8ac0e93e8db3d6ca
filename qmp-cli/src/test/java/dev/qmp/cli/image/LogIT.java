package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.testing.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is logged, and the file with the process's number. */
class LogIT {
    private final Path directory = QmpImage.shortDirectory();
    private final Path socket = directory.resolve("s");
    private final String device = "unix:" + socket + ",server=on,wait=off";

    @Test
    void isQuietAndLoadsNoLoggingUnlessAsked() {
        ProcessBuilder builder = QmpImage.command("serve", "-qmp", device);
        builder.environment().put("QMP_JAVA_OPTS", "-Xlog:class+load:file=" + directory.resolve("classes"));
        try (RunningQmp server = RunningQmp.start(builder).listeningOn(socket)) {
            converse(server);
            assertThat(server.stderr()).isEmpty();
            assertThat(directory.resolve("classes"))
                    .content()
                    .contains("dev.qmp.cli.serve.Server ")
                    .doesNotContain(
                            " java.util.logging.", " java.lang.System$Logger", " dev.qmp.cli.log.", " picocli.");
        }
    }

    @Test
    void tellsOfSessionsIfAsked() {
        try (RunningQmp server = RunningQmp.start("serve", "-qmp", device, "-v").listeningOn(socket)) {
            converse(server);
            assertThat(server.stderr())
                    .containsPattern("\\A[-0-9]+ [:0-9]+\\.\\d{3} info compat_monitor0: session begins\n")
                    .contains(" info compat_monitor0: session ends\n")
                    .doesNotContain("qmp_capabilities");
        }
    }

    @Test
    void tellsOfEachMessageIfAskedTwice() throws IOException {
        Path log = directory.resolve("log");
        Files.writeString(log, "what was there\n");
        try (RunningQmp server = RunningQmp.start("serve", "-qmp", device, "-vv", "--log", log.toString())
                .listeningOn(socket)) {
            converse(server);
            assertThat(server.stderr()).isEmpty();
            assertThat(log)
                    .content()
                    .startsWith("what was there\n")
                    .contains(
                            " message compat_monitor0 -> {\"QMP\": ",
                            " message compat_monitor0 <- {\"execute\": \"quit\", \"id\": 7}\n",
                            " message compat_monitor0 -> {\"return\": {}, \"id\": 7}\n");
        }
    }

    @Test
    void aClientLogsToo() {
        try (RunningQmp server = RunningQmp.serve(socket);
                RunningQmp client = RunningQmp.start("exec", socket.toString(), "query-name", "-vv")) {
            assertThat(client.status()).isZero();
            assertThat(client.stdout()).isEqualTo("{}\n");
            assertThat(client.stderr()).contains(" message unix:" + socket + " -> {\"execute\": \"query-name\"");
        }
    }

    @Test
    void refusesALogThatCannotBeWritten() {
        try (RunningQmp server = RunningQmp.start("serve", "--log", "/nonexistent/log")) {
            assertThat(server.status()).isEqualTo(2);
            assertThat(server.stderr()).startsWith("qmp serve: --log /nonexistent/log: cannot be written: ");
        }
    }

    @Test
    void writesItsNumberWhileItServes() throws IOException {
        Path file = directory.resolve("pid");
        try (RunningQmp server = RunningQmp.start("serve", "-qmp", device, "-pidfile", file.toString())
                .listeningOn(socket)) {
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                assertThat(file).hasContent(server.process().pid() + "\n");
            }
            server.process().destroy();
            assertThat(server.status()).isZero();
            assertThat(file).doesNotExist();
        }
        try (RunningQmp server = RunningQmp.start("serve", "-pidfile", "/nonexistent/pid")) {
            assertThat(server.status()).isEqualTo(1);
            assertThat(server.stderr())
                    .isEqualTo("qmp serve: -pidfile /nonexistent/pid: cannot create PID file: "
                            + "Could not create '/nonexistent/pid': No such file or directory\n");
        }
    }

    private void converse(RunningQmp server) {
        try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
            peer.send("{'execute':'quit','id':7}");
            assertThat(server.status()).isZero();
        }
    }
}
