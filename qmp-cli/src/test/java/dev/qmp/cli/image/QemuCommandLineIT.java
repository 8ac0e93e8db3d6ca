package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image takes the place of a QEMU: its name, its command line, its behaviour as a process. */
class QemuCommandLineIT {
    private final Path directory = QmpImage.shortDirectory();
    private final Path socket = directory.resolve("s");
    private final Path pidFile = directory.resolve("pid");

    /** What a manager runs to learn what a QEMU can do. */
    private RunningQmp probe(String monitor) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("qemu-system-x86_64"), QmpImage.launcher());
        return RunningQmp.start(QmpImage.command(
                link,
                "-S",
                "-no-user-config",
                "-nodefaults",
                "-nographic",
                "-machine",
                "none,accel=kvm:tcg",
                "-name",
                "guest=g,debug-threads=on,process=a-rather-long-name",
                "-qmp",
                monitor,
                "-pidfile",
                pidFile.toString(),
                "-daemonize"));
    }

    @Test
    void runsInTheBackgroundWhenItsLauncherReturns() throws Exception {
        try (RunningQmp launcher = probe("unix:" + socket + ",server=on,wait=off")) {
            assertThat(launcher.status()).as(launcher::stderr).isZero();
            assertThat(launcher.stderr()).isEmpty();
            assertThat(launcher.stdout()).isEmpty();
            String pid = Files.readString(pidFile).strip();
            ProcessHandle daemon = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                for (int i = 0; i <= 2; i++) {
                    assertThat(Files.readSymbolicLink(Path.of("/proc", pid, "fd", Integer.toString(i))))
                            .hasToString("/dev/null");
                }
                assertThat(Files.readString(Path.of("/proc", pid, "comm"))).isEqualTo("a-rather-long-n\n");
                peer.send("{\"execute\":\"query-name\"}");
                assertThat(peer.line()).isEqualTo("{\"return\": {\"name\": \"g\"}}");
                peer.send("{\"execute\":\"query-status\"}");
                assertThat(peer.line()).contains("\"status\": \"prelaunch\"");
                peer.send("{\"execute\":\"quit\"}");
                daemon.onExit().get(60, TimeUnit.SECONDS);
                assertThat(pidFile).doesNotExist();
            } finally {
                daemon.destroyForcibly();
            }
        }
    }

    @Test
    void saysWhyItDoesNotRunInTheBackground() throws IOException {
        try (RunningQmp launcher = probe("stdio")) {
            assertThat(launcher.status()).isEqualTo(1);
            assertThat(launcher.stderr()).isEqualTo("qmp serve: -qmp stdio: cannot use stdio with -daemonize\n");
            assertThat(pidFile).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-help", "-version"})
    void printsWhatItIsAskedForInTheForegroundOnly(String question) {
        try (RunningQmp qmp = RunningQmp.start("serve", "--qemu", "-daemonize", question)) {
            assertThat(qmp.status()).as(qmp::stderr).isZero();
            assertThat(qmp.stdout()).isNotBlank();
        }
    }

    @Test
    void namesWhatItIgnoresIfAsked() {
        try (RunningQmp server = RunningQmp.start(
                        "serve", "--qemu", "-v", "-m", "64", "--usb", "disk.img", "-qmp", "stdio")
                .awaitStdout("QMP")) {
            server.awaitStderr("ignored: -m 64 -usb disk.img\n").endInput();
            server.process().destroy();
            assertThat(server.status()).isZero();
        }
    }

    @Test
    void makesTheMachineLaterAsQemuDoes() {
        List<String> conversation =
                preconfig(QmpImage.command("serve", "--qemu").command());
        assertThat(conversation).hasSize(9).last().asString().contains("\"return\": {}");
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        assertThat(conversation).isEqualTo(preconfig(List.of(RunningQemu.PROGRAM)));
    }

    @Test
    void listsTheDescriptorsThatItWasStartedWith() {
        List<String> conversation =
                descriptors(QmpImage.command("serve", "--qemu").command());
        assertThat(conversation)
                .hasSize(10)
                .contains(
                        "{\"return\": [{\"fds\": [{\"fd\": N, \"opaque\": \"rdonly:/a\"}, {\"fd\": N}], \"fdset-id\": 2}]}");
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        assertThat(conversation).isEqualTo(descriptors(List.of(RunningQemu.PROGRAM)));
    }

    private static List<String> descriptors(List<String> program) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 8</dev/null 9</dev/null", "sh"));
        command.addAll(program);
        command.addAll(
                List.of("-M", "none", "-nodefaults", "-display", "none", "-add-fd", "fd=8,set=2,opaque=rdonly:/a"));
        command.addAll(List.of("-add-fd", "fd=9,set=2", "-qmp", "stdio"));
        try (RunningQmp server = RunningQmp.start(new ProcessBuilder(command))) {
            server.input("""
                    {"execute":"qmp_capabilities"}
                    {"execute":"query-fdsets"}
                    {"execute":"add-fd","arguments":{"fdset-id":-1}}
                    {"execute":"getfd","arguments":{"fdname":"a"}}
                    {"execute":"closefd","arguments":{"fdname":"a"}}
                    {"execute":"remove-fd","arguments":{"fdset-id":2,"fd":3}}
                    {"execute":"remove-fd","arguments":{"fdset-id":7}}
                    {"execute":"remove-fd","arguments":{"fdset-id":2}}
                    {"execute":"query-fdsets"}
                    {"execute":"quit","id":"last"}
                    """).awaitStdout("\"id\": \"last\"");
            return server.stdout()
                    .lines()
                    .skip(1)
                    .filter(line -> !line.contains("SHUTDOWN"))
                    .map(line -> line.replaceAll("\"fd\": \\d+", "\"fd\": N").strip())
                    .toList();
        }
    }

    private static List<String> preconfig(List<String> program) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-M", "none", "-nodefaults", "-display", "none", "--preconfig", "-qmp", "stdio"));
        try (RunningQmp server = RunningQmp.start(new ProcessBuilder(command))) {
            for (String name : List.of(
                    "qmp_capabilities",
                    "query-status",
                    "stop",
                    "x-exit-preconfig",
                    "x-exit-preconfig",
                    "query-name",
                    "quit")) {
                server.input("{\"execute\":\"" + name + "\",\"id\":\"" + name + "\"}\n")
                        .awaitStdout("\"id\": \"" + name + "\"");
            }
            assertThat(server.status()).as(server::stderr).isZero();
            return server.stdout()
                    .lines()
                    .skip(1)
                    .map(line -> line.replaceFirst("\"timestamp\": \\{[^}]*\\}, ", "")
                            .replace("\"singlestep\": false, ", "")
                            .strip())
                    .toList();
        }
    }
}
