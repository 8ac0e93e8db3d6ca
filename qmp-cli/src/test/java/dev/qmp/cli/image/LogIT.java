package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is logged, and the file with the process's number. */
class LogIT {
    private final Path directory = QmpImage.shortDirectory();
    private final Path socket = directory.resolve("s");
    private final String device = "unix:" + socket + ",server=on,wait=off";

    @Test
    void isQuietAndLoadsNoLoggingUnlessAsked() throws IOException {
        ProcessBuilder builder = QmpImage.command("serve", "-qmp", device, "--quiet");
        builder.environment().put("QMP_JAVA_OPTS", "-Xlog:class+load:file=" + directory.resolve("classes"));
        try (RunningQmp server = RunningQmp.start(builder).listeningOn(socket)) {
            converse(server);
            assertThat(server.stderr()).isEmpty();
            // From JDK 21 on, the exit of a process asks for a logger; the last class before it is that of the lines
            // that were not waited for.
            String loaded = Files.readString(directory.resolve("classes"));
            assertThat(loaded.substring(0, loaded.lastIndexOf(" dev.qmp.cli.usage.LineWriter ")))
                    .contains("dev.qmp.cli.serve.Server ")
                    .doesNotContain(
                            " java.util.logging.", " java.lang.System$Logger", " dev.qmp.cli.log.", " picocli.");
        }
    }

    @Test
    void tellsOfSessionsIfAsked() {
        try (RunningQmp server = RunningQmp.serve(List.of("-v"), socket)) {
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
            assertThat(server.stderr()).isEqualTo("qmp serve: listening on unix:" + socket + "\n");
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

    /** Nobody reads the pipe, its other end is closed, or the disk is full: clients are served, and signals heard. */
    @Test
    void aLogThatCannotBeWrittenStopsNobody() throws Exception {
        int round = 0;
        for (String log : new String[] {"unread", "closed", "full"}) {
            Path place = directory.resolve("s" + round++);
            ProcessBuilder builder = QmpImage.command("serve", "-vv", "-qmp", "unix:" + place + ",server=on,wait=off");
            if (log.equals("full")) {
                builder.command().addAll(List.of("--log", "/dev/full"));
            }
            Process server =
                    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            try {
                if (log.equals("closed")) {
                    server.getErrorStream().close();
                }
                while (!Files.exists(place)) {
                    assertThat(server.waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
                }
                try (QmpPeer peer = QmpPeer.negotiated(place, true)) {
                    for (int i = 0; i < 1000; i++) { // twice what a pipe holds
                        peer.send("{'execute':'query-name','id':" + i + "}");
                        assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": " + i + "}");
                    }
                    server.destroy();
                    assertThat(peer.event()).contains("SHUTDOWN");
                }
                assertThat(server.waitFor(60, TimeUnit.SECONDS)).as(log).isTrue();
                assertThat(server.exitValue()).isZero();
            } finally {
                server.destroyForcibly();
            }
        }
    }

    @Test
    void whatHappensOverAndOverFillsNoLog() {
        String nobodyHere = "unix:" + socket + ",server=on,wait=off,allow-uid=64321";
        Pattern more = Pattern.compile("qmp: (\\d+) more like this: qmp: WARNING: user .* may not connect");
        int refused = 400;
        try (RunningQmp server = RunningQmp.start("serve", "-qmp", nobodyHere).listeningOn(socket)) {
            for (int i = 0; i < refused; i++) {
                try (QmpPeer peer = QmpPeer.connect(socket)) {
                    assertThat(peer.line()).isEqualTo("<end>");
                }
            }
            server.process().destroy();
            assertThat(server.status()).isZero();
            List<String> lines = server.stderr().lines().toList();
            long told = lines.stream()
                    .filter(line -> line.startsWith("qmp: WARNING: user ") && line.endsWith(" may not connect"))
                    .count();
            long counted = lines.stream()
                    .map(more::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(line -> Long.parseLong(line.group(1)))
                    .sum();
            assertThat(told + counted).as(server::stderr).isEqualTo(refused);
            assertThat(lines).hasSizeLessThan(refused / 2);
        }
    }

    @Test
    void theTextOfAHandlersExceptionIsInTheLogUnlessAnOptionSaysOtherwise() {
        for (boolean told : new boolean[] {false, true}) {
            List<String> options = new ArrayList<>(FaultyPlugin.options());
            if (told) {
                options.add("--exception-texts");
            }
            try (RunningQmp server = RunningQmp.serve(options, socket);
                    QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                peer.send("{'execute':'fail','arguments':{'text':'secret\\n\\u001b[31m'}}");
                String reply = peer.line();
                assertThat(reply).contains("The command fail failed (reference 1)");
                assertThat(reply.contains("secret")).isEqualTo(told);
                peer.send("{'execute':'quit'}");
                assertThat(server.status()).isZero();
                assertThat(server.stderr())
                        .contains("(reference 1): java.lang.IllegalStateException: secret\\n\\u001b[31m\n\tat ")
                        .doesNotContain("\u001b");
            }
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
