package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completion in real shells, and the manual pages. */
class CompletionIT {
    private static final Path SHARE = QmpImage.directory().resolve("share");
    private static final Path BASH_SCRIPT = SHARE.resolve("bash-completion/completions/qmp");
    private static final Path SOCKET = QmpImage.shortDirectory().resolve("s");

    private static RunningQmp server;

    @BeforeAll
    static void serve() {
        server = RunningQmp.serve(SOCKET);
    }

    @AfterAll
    static void endServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qmp s|serve shell schema",
                "qmp ex|exec",
                "qmp schema in|introspect",
                "qmp schema check --d|--docs",
                "qmp serve --docs w|warn",
                "qmp serve -chard|-chardev",
                "qmp exec --o|--oob",
                "qmp bench --dur|--duration",
                "qmp exec /etc/hostn|/etc/hostname",
            })
    void bashCompletes(String line, String expected) {
        assertBash(line, expected);
    }

    /** Completes a line as bash does, whose words end at colons and equals signs too. */
    private static void assertBash(String line, String expected) {
        String script = "source " + BASH_SCRIPT + "\n"
                + "COMP_LINE='" + line.replaceFirst("^qmp", QmpImage.launcher().toString()) + "'\n"
                + "COMP_POINT=${#COMP_LINE}\n"
                + "read -ra COMP_WORDS <<<\"$(sed 's/[:=]/ & /g' <<<\"$COMP_LINE\")\"\n"
                + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _qmp\n"
                + "echo ${COMPREPLY[@]}\n";
        try (RunningQmp bash = RunningQmp.start(new ProcessBuilder("bash", "-c", script))) {
            assertThat(bash.status()).as(bash::stderr).isZero();
            assertThat(bash.stdout()).isEqualTo(expected + "\n");
            assertThat(bash.stderr()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query-stat|query-status",
                "--oob x-r|x-release",
                "chardev-add id=a backend.type=n|null",
                "chardev-add i|id=",
                "chardev-add backend.type=ringbuf backend.data.s|backend.data.size=",
                "no-such-command a|''",
            })
    void bashCompletesWhatTheServerKnows(String line, String expected) {
        assertBash("qmp exec unix:" + SOCKET + " " + line, expected);
    }

    @Test
    void bashCompletesAtItsPrompt() {
        assumeTrue(Tmux.isInstalled(), "no tmux here");
        try (Tmux terminal = new Tmux(Map.of("PS1", "ready> "), "bash", "--norc", "-i")) {
            terminal.await("^ready> *$");
            terminal.type("PATH=$PATH:" + QmpImage.launcher().getParent(), "Enter")
                    .await("^ready> *$");
            terminal.type("source <(qmp completion bash); clear", "Enter").await("\\Aready> *$");
            terminal.type("qmp exec unix:" + SOCKET + " chardev-ad").complete("chardev-add *$");
            terminal.type("backend.typ").complete("backend.type=$");
            terminal.type("ring").complete("backend.type=ringbuf *$");
        }
    }

    @Test
    void zshCompletes() {
        assumeTrue(Programs.isInstalled("zsh"), "no zsh here");
        assumeTrue(Tmux.isInstalled(), "no tmux here");
        Path directory = QmpImage.shortDirectory();
        String setup =
                "path=(" + QmpImage.launcher().getParent() + " $path); fpath=(" + SHARE.resolve("zsh/site-functions")
                        + " $fpath); autoload -U compinit; compinit -u -D; PS1=\"ready> \"";
        try {
            Files.writeString(directory.resolve(".zshrc"), setup + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (Tmux terminal = new Tmux(Map.of("ZDOTDIR", directory.toString()), "zsh", "-i")) {
            terminal.await("^ready> *$");
            terminal.type("qmp eve").complete("^ready> qmp events *$");
            terminal.type("--coun").complete("^ready> qmp events --count *$");
            terminal.type("C-u", "qmp schema introsp").complete("^ready> qmp schema introspect *$");
            terminal.type("C-u", "qmp exec " + SOCKET + " chardev-ad").complete("chardev-add *$");
            terminal.type("backend.typ").complete("backend.type=$");
            terminal.type("ring").complete("backend.type=ringbuf *$");
        }
    }

    @Test
    void theImageHasTheScriptsAndAPageForEachSubcommand() throws IOException {
        assertThat(BASH_SCRIPT).content().contains("complete -F _qmp qmp");
        assertThat(SHARE.resolve("zsh/site-functions/_qmp")).content().startsWith("#compdef qmp\n");
        try (Stream<Path> pages = Files.list(SHARE.resolve("man/man1"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .contains("qmp.1", "qmp-serve.1", "qmp-exec.1", "qmp-shell.1", "qmp-schema-check.1");
        }
    }

    @Test
    @Tag("long")
    void manShowsThePages() throws IOException {
        assumeTrue(Programs.isInstalled("man"), "no man here");
        try (Stream<Path> pages = Files.list(SHARE.resolve("man/man1"))) {
            for (Path page : pages.toList()) {
                ProcessBuilder builder = new ProcessBuilder("man", "--warnings", "-l", page.toString());
                builder.environment().put("MANWIDTH", "80");
                builder.environment().put("LC_ALL", "C.UTF-8");
                try (RunningQmp man = RunningQmp.start(builder)) {
                    assertThat(man.status()).as(man::stderr).isZero();
                    assertThat(man.stderr()).as("%s", page).isEmpty();
                    assertThat(man.stdout()).contains("NAME", "SYNOPSIS", "OPTIONS", "--help");
                }
            }
        }
    }
}
