package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code qmp shell} in a real terminal. */
class ShellTerminalIT {
    private final Path directory = QmpImage.shortDirectory();
    private final Path socket = directory.resolve("a");
    private final Path other = directory.resolve("b");
    private final Map<String, String> environment = Map.of("XDG_STATE_HOME", directory.toString());

    @BeforeEach
    void needsTmux() {
        assumeTrue(Tmux.isInstalled(), "no tmux here");
    }

    @Test
    void completesShowsEventsAboveTheLineAndRemembers() {
        try (RunningQmp server = RunningQmp.serve(socket, other);
                QmpPeer peer = QmpPeer.negotiated(other, false)) {
            try (Tmux terminal = shell(socket)) {
                terminal.await("^\\(qmp\\) *$");
                terminal.type("query-sta").complete("^\\(qmp\\) query-status *$");
                terminal.type("Enter").await("\"running\": true");

                // An event comes while a line is being typed: it is shown above, and the line is still there.
                terminal.type("query-na").await("^\\(qmp\\) query-na *$");
                peer.send("{'execute':'stop'}");
                terminal.await("^[0-9:.]{12} STOP *\n\\(qmp\\) query-na *$");
                terminal.type("me", "Enter").await("^\\(qmp\\) query-name *\n\\{\\}");

                // An open bracket goes on in the next line.
                terminal.type("{\"execute\":", "Enter").await("^  \\.\\.\\. *$");
                terminal.type(" \"query-status\"}", "Enter").await("\"paused\"");

                terminal.type("nosuch", "Enter")
                        .await("^CommandNotFound: The command nosuch has not been found\n\\(qmp\\) *$");
                assertThat(terminal.screen(true)).contains("\u001B[31mCommandNotFound");
                terminal.type("C-c").await("has not been found\n\\(qmp\\).*\n\\(qmp\\) *$");
                terminal.type("C-d").await("^status=0$");
            }
            try (Tmux terminal = shell(socket)) {
                terminal.await("^\\(qmp\\) *$");
                terminal.type("Up", "Up").await("^\\(qmp\\) \\{\"execute\":");
            }
        }
    }

    @Test
    void aHeldServerIsFreedFromTheSameShell() {
        try (RunningQmp server = RunningQmp.serve(socket);
                Tmux terminal = shell(socket)) {
            terminal.await("^\\(qmp\\) *$");
            terminal.type("x-hold", "Enter").await("X_HELD");
            terminal.await("no reply yet; it will be shown when it arrives");
            terminal.type("oob x-rel").complete("^\\(qmp\\) oob x-release *$");
            terminal.type("Enter").await("^x-hold: \\{\\}");
            terminal.type("exit", "Enter").await("^status=0$");
        }
    }

    @Test
    void runsWhatIsPastedAndOutlivesItsServer() throws IOException {
        try (Tmux terminal = shellAwaited(socket)) {
            try (RunningQmp server = RunningQmp.serve(socket)) {
                terminal.await("^\\(qmp\\) *$");
                terminal.paste("stop\nset_password x=1\nquery-status\n").type("Enter");
                terminal.await("\"paused\"");
            }
            terminal.await("; trying to connect again");
            terminal.type("query-name", "Enter").await("^query-name: unix:.*closed the connection");
            Path more = Files.writeString(directory.resolve("more.json"), "{ 'command': 'lamp-blink' }\n");
            try (RunningQmp server = RunningQmp.serve(List.of("--schema-add", more.toString()), socket)) {
                terminal.await("^connected again");
                terminal.type("query-status", "Enter").await("\"running\": true");
                terminal.type("lamp-b").complete("^\\(qmp\\) lamp-blink *$");
                terminal.type("C-c");
                terminal.type("C-d").await("^status=0$");
            }
        }
        Path history = directory.resolve("qmp/history");
        assertThat(Files.readString(history)).contains("query-name").doesNotContain("password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
    }

    @Test
    void showsLongRepliesInAPager() {
        Map<String, String> paged = Map.of("XDG_STATE_HOME", directory.toString(), "PAGER", "sed \"s/^/page: /\"");
        try (RunningQmp server = RunningQmp.serve(socket)) {
            try (Tmux terminal = new Tmux(paged, QmpImage.launcher().toString(), "shell", socket.toString())) {
                terminal.await("^\\(qmp\\) *$");
                terminal.type("query-status", "Enter").await("^\\{.*\"running\": true");
                terminal.type("query-qmp-schema", "Enter").await("^page: \\]\n\\(qmp\\) *$");
                terminal.type("C-d").await("^status=0$");
            }
            try (Tmux terminal =
                    new Tmux(paged, QmpImage.launcher().toString(), "shell", socket.toString(), "--no-pager")) {
                terminal.await("^\\(qmp\\) *$");
                terminal.type("query-qmp-schema", "Enter").await("^\\]\n\\(qmp\\) *$");
                assertThat(terminal.screen(false)).doesNotContain("page: ");
            }
        }
    }

    @Test
    void execColoursWhatItPrintsOnATerminal() {
        try (RunningQmp server = RunningQmp.serve(socket)) {
            String[] exec = {QmpImage.launcher().toString(), "exec", socket.toString(), "query-status"};
            try (Tmux terminal = new Tmux(environment, exec)) {
                terminal.await("^status=0$");
                assertThat(terminal.screen(true)).contains("\u001B[36m\"status\"", "\u001B[32m\"running\"");
            }
            try (Tmux terminal = new Tmux(Map.of("NO_COLOR", "1"), exec)) {
                terminal.await("^status=0$");
                assertThat(terminal.screen(true)).contains("\"status\"").doesNotContain("\u001B[3");
            }
        }
    }

    private Tmux shellAwaited(Path address) {
        return new Tmux(environment, QmpImage.launcher().toString(), "shell", address.toString(), "--wait", "100");
    }

    @Test
    void hasNoColoursIfNoneAreWanted() {
        try (RunningQmp server = RunningQmp.serve(socket);
                Tmux terminal = new Tmux(
                        Map.of("NO_COLOR", "1", "XDG_STATE_HOME", directory.toString()),
                        QmpImage.launcher().toString(),
                        "shell",
                        socket.toString())) {
            terminal.await("^\\(qmp\\) *$");
            terminal.type("nosuch", "Enter").await("^CommandNotFound: ");
            assertThat(terminal.screen(true)).doesNotContain("\u001B[31m");
        }
    }

    @Test
    void completesArgumentsOfARealQemu() {
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        try (RunningQmp qemu = RunningQemu.start(socket);
                Tmux terminal = shell(socket)) {
            terminal.await("^\\(qmp\\) *$");
            terminal.type("blockdev-add driver=null-c").complete("driver=null-co *$");
            terminal.type("node-n").complete("node-name=$");
            terminal.type("n1 read-zer").complete("read-zeroes=$");
            terminal.type("on", "Enter").await("^\\{\\}");
            terminal.type("stop", "Enter").await("^[0-9:.]{12} STOP");
            terminal.type("help yank", "Enter").await("^may run out of band\n\\(qmp\\) *$");
            terminal.type("C-d").await("^status=0$");
        }
    }

    private Tmux shell(Path address) {
        return new Tmux(environment, QmpImage.launcher().toString(), "shell", address.toString());
    }
}
