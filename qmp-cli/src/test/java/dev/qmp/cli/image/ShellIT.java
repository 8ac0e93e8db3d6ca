package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code qmp shell} in a script. */
class ShellIT {
    private final Path socket = QmpImage.shortDirectory().resolve("s");

    @Test
    void runsALineAfterTheOther() {
        try (RunningQmp server = RunningQmp.serve(socket)) {
            assertShell(0, """
                    {"status": "running", "running": true}
                    {}
                    {}
                    """, """
                    # a comment, and an empty line

                    query-status
                    stop
                    {"execute":
                       "query-name"}
                    """);
        }
    }

    @Test
    void aServerThatIsHeldIsFreedFromTheSameScript() {
        try (RunningQmp server = RunningQmp.serve(socket)) {
            assertShell(
                    0,
                    "{}\nx-hold: {}\n",
                    "no reply yet; it will be shown when it arrives\n",
                    "x-hold\noob x-release\n");
        }
    }

    @Test
    void failsIfACommandFails() {
        try (RunningQmp server = RunningQmp.serve(socket)) {
            assertShell(1, "{}\n", """
                    CommandNotFound: The command qeury-status has not been found; did you mean 'query-status'?
                    GenericError: The command stop does not support OOB
                    oob: which command?
                    not a request: it needs "execute" or "exec-oob" with the name of a command
                    'x
                    y' has no name: write KEY=VALUE
                    """, "qeury-status\noob stop\noob\n{}\nquery-name 'x\ny'\nquery-name\n");
        }
    }

    @Test
    void theEndThatQuitBringsIsNoNews() {
        try (RunningQmp server = RunningQmp.serve(socket)) {
            assertShell(0, "{}\n{}\n", "query-name\nquit\nquery-name\n");
        }
    }

    @Test
    void failsIfTheServerEndsBeforeTheScript() {
        RunningQmp server = RunningQmp.serve(socket);
        try (server;
                RunningQmp shell = RunningQmp.start("shell", "--no-events", socket.toString())) {
            shell.input("query-name\n").awaitStdout("{}\n");
            server.close();
            assertThat(shell.status()).isEqualTo(1);
            assertThat(shell.stderr()).isEqualTo("unix:" + socket + " closed the connection\n");
        }
    }

    @Test
    void saysWhatTheSchemaTells() {
        try (RunningQmp server = RunningQmp.serve(socket);
                RunningQmp shell = RunningQmp.start("shell", socket.toString())
                        .input("help x-release\nhelp STOP\nhelp\n")
                        .endInput()) {
            assertThat(shell.status()).as(shell::stderr).isZero();
            assertThat(shell.stdout())
                    .startsWith("x-release\nfeatures unstable\nno arguments\nmay run out of band\nevent STOP\n")
                    .contains("x-release *")
                    .endsWith(
                            "'help COMMAND' shows its arguments; help, hmp, oob, transaction( and exit are the shell's own.\n");
        }
    }

    @Test
    void talksToARealQemu() {
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        try (RunningQmp qemu = RunningQemu.start(socket)) {
            assertShell(0, "{}\n{}\n{}\n", """
                    blockdev-add driver=null-co node-name=a size=0x1000 read-zeroes=on
                    blockdev-add driver=raw node-name=b file.driver=null-co cache={"direct": true}
                    blockdev-del b
                    """);
        }
    }

    private void assertShell(int status, String stdout, String stdin) {
        assertShell(status, stdout, "", stdin);
    }

    private void assertShell(int status, String stdout, String stderr, String stdin) {
        try (RunningQmp shell = RunningQmp.start("shell", "--no-events", socket.toString())
                .input(stdin)
                .endInput()) {
            assertThat(shell.status()).as(shell::stderr).isEqualTo(status);
            assertThat(shell.stdout()).isEqualTo(stdout);
            assertThat(shell.stderr()).isEqualTo(stderr);
        }
    }
}
