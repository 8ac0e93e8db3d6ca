package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LauncherIT {
    @Test
    void worksThroughLinksAndFromADirectoryWithASpace() throws IOException {
        Path directory = Files.createDirectories(QmpImage.shortDirectory().resolve("with space"));
        Path link = Files.createSymbolicLink(directory.resolve("first"), QmpImage.launcher());
        Path relative = Files.createSymbolicLink(directory.resolve("second"), Path.of("first"));
        assertVersion(QmpImage.command(link, "--version"));
        assertVersion(QmpImage.command(relative, "--version"));
        assertVersion(QmpImage.command(Path.of("./second"), "--version").directory(directory.toFile()));
    }

    @Test
    void worksInAnImageThatWasMovedToAPathWithASpace() throws IOException {
        Path directory = Files.createDirectories(QmpImage.shortDirectory().resolve("moved image"));
        Path image = Files.createSymbolicLink(directory.resolve("qmp"), QmpImage.directory());
        assertVersion(QmpImage.command(image.resolve("bin/qmp"), "--version"));
    }

    @Test
    void servesANonAsciiSocketPathInThePosixLocale() {
        for (String locale : new String[] {"POSIX", "C", ""}) {
            Path socket = QmpImage.shortDirectory().resolve("s-é-ü.sock");
            ProcessBuilder builder = QmpImage.command("serve", "-qmp", "unix:" + socket + ",server=on,wait=off");
            builder.environment().remove("LANG");
            builder.environment().remove("LC_CTYPE");
            builder.environment().put("LC_ALL", locale);
            try (RunningQmp qmp = RunningQmp.start(builder).listeningOn(socket);
                    QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                peer.send("{\"execute\":\"quit\"}");
                assertThat(qmp.status()).isZero();
            }
        }
    }

    /** Else the first file that Java opens gets the number of standard input, and is read for requests. */
    @Test
    void aClosedStreamIsNeverAnotherFile() throws IOException {
        Path socket = QmpImage.shortDirectory().resolve("s");
        try (RunningQmp server = RunningQmp.start(
                        closing("<&- >&- 2>&-", "serve", "-qmp", "unix:" + socket + ",server=on,wait=off"))
                .listeningOn(socket)) {
            for (int i = 0; i <= 2; i++) {
                assertThat(Files.readSymbolicLink(
                                Path.of("/proc/" + server.process().pid() + "/fd/" + i)))
                        .hasToString("/dev/null");
            }
            try (RunningQmp shell = RunningQmp.start(closing("<&-", "shell", socket.toString()));
                    RunningQmp json = RunningQmp.start(closing("<&-", "json"));
                    RunningQmp serve = RunningQmp.start(closing("<&-", "serve"))) {
                assertThat(shell.status()).as(shell::stderr).isZero();
                assertThat(shell.stdout()).isEmpty();
                assertThat(json.status()).as(json::stderr).isZero();
                assertThat(json.stdout()).isEmpty();
                assertThat(serve.status()).as(serve::stderr).isZero();
                assertThat(serve.stdout()).startsWith("{\"QMP\": ").hasLineCount(1);
            }
        }
    }

    private static ProcessBuilder closing(String redirections, String... arguments) {
        ProcessBuilder builder = QmpImage.command(arguments);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$0\" \"$@\" " + redirections));
        command.addAll(builder.command());
        return builder.command(command);
    }

    @Test
    void handsTheSignalToJava() {
        Path socket = QmpImage.shortDirectory().resolve("qmp.sock");
        try (RunningQmp qmp = RunningQmp.serve(socket)) {
            assertThat(qmp.process().info().command().orElseThrow())
                    .as("the launcher's process became Java's")
                    .endsWith("/bin/java");
        }
    }

    @Test
    void theHeapIsAQuarterOfASmallContainer() throws IOException {
        long limit = 1L << 29;
        Path group = memoryGroup(limit);
        try {
            ProcessBuilder builder = QmpImage.command("serve");
            List<String> command = new ArrayList<>(List.of(
                    "/bin/sh",
                    "-c",
                    "echo $$ >\"$0\" && exec \"$@\"",
                    group.resolve("cgroup.procs").toString()));
            command.addAll(builder.command());
            Path requests = QmpImage.shortDirectory().resolve("requests");
            Files.writeString(requests, "{\"execute\":\"qmp_capabilities\"}{\"execute\":\"x-query-memory\"}");
            try (RunningQmp qmp = RunningQmp.start(builder.command(command).redirectInput(requests.toFile()))) {
                assertThat(qmp.status()).as(qmp::stderr).isZero();
                assertThat(qmp.stdout()).contains("\"heap-limit\": " + limit / 4 + ",");
            }
        } finally {
            Files.delete(group);
        }
    }

    /** Makes a control group with a limit of memory, which only some users of some systems may. */
    private static Path memoryGroup(long limit) {
        Path first = Path.of("/sys/fs/cgroup/memory");
        boolean unified = !Files.isDirectory(first);
        Path group = (unified ? first.getParent() : first)
                .resolve("qmp-test-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve(unified ? "memory.max" : "memory.limit_in_bytes"), Long.toString(limit));
        } catch (IOException e) {
            group.toFile().delete();
            Assumptions.abort("no control group can be made here: " + e);
        }
        return group;
    }

    private static void assertVersion(ProcessBuilder builder) {
        try (RunningQmp qmp = RunningQmp.start(builder)) {
            assertThat(qmp.status()).as(() -> qmp.stderr()).isZero();
            assertThat(qmp.stdout()).matches("qmp \\S+ \\(Java \\d+\\.\\d+\\.\\d+, Linux \\S+\\)\n");
        }
    }
}
