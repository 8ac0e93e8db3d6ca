package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.chardev.spi.PseudoTerminals.PseudoTerminal;
import dev.qmp.cli.terminal.SystemPseudoTerminals;
import dev.qmp.json.JsonText;
import dev.qmp.monitor.peers.QmpPeer;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pseudo-terminals made by the image, and the image on a terminal. */
class TerminalIT {
    private static final long PATIENCE_SECONDS = 60;

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What the program stty says of a terminal, in one line. */
    private static String modes(String path) throws IOException {
        Process stty = new ProcessBuilder("stty", "-a")
                .redirectInput(Path.of(path).toFile())
                .start();
        return new String(stty.getInputStream().readAllBytes(), UTF_8).replace('\n', ' ');
    }

    private static void awaitModes(String path, String... wanted) {
        await("modes " + List.of(wanted), () -> {
            try {
                String modes = modes(path);
                return Stream.of(wanted).allMatch(modes::contains);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** The far side of a pseudo-terminal. Thread: the test's. */
    private static final class FarSide implements AutoCloseable {
        private final FileOutputStream out;
        private final FileInputStream in;

        FarSide(String path) throws IOException {
            out = new FileOutputStream(path);
            in = new FileInputStream(path);
        }

        void send(String text) throws IOException {
            out.write(text.getBytes(UTF_8));
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
                int c = in.read();
                assertThat(c).as("so far: %s", line).isNotNegative();
                line.append((char) c);
            }
            assertThat(line.toString()).endsWith("\r\n").doesNotEndWith("\r\r\n");
            return line.substring(0, line.length() - 2);
        }

        @Override
        public void close() throws IOException {
            in.close();
            out.close();
        }
    }

    private static long sessionsEnded(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.endsWith(" p: session ends")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void servesEachVisitorOfAPseudoTerminalFromTheBeginning() throws IOException {
        Path control = QmpImage.shortDirectory().resolve("c");
        Path log = control.resolveSibling("log");
        try (RunningQmp server = RunningQmp.start(
                        "serve",
                        "--quiet",
                        "-v",
                        "--log",
                        log.toString(),
                        "-chardev",
                        "pty,id=p",
                        "-mon",
                        "p,mode=control",
                        "-qmp",
                        "unix:" + control + ",server=on,wait=off")
                .listeningOn(control)) {
            await("the line that names it", () -> server.stdout().endsWith("(label p)\n"));
            assertThat(server.stdout()).matches("char device redirected to /dev/pts/\\d+ \\(label p\\)\n");
            String path = server.stdout().split(" ", -1)[4];
            for (int visit = 0; visit < 3; visit++) {
                try (FarSide terminal = new FarSide(path)) {
                    assertThat(terminal.line()).startsWith(QmpPeer.GREETING_START);
                    terminal.send("{'execute':'qmp_capabilities'}");
                    assertThat(terminal.line()).isEqualTo("{\"return\": {}}");
                    terminal.send("{'execute':'query-name','id':" + visit + "}");
                    assertThat(terminal.line()).isEqualTo("{\"return\": {}, \"id\": " + visit + "}");
                    // What a visitor leaves unfinished does not spoil the next one's session.
                    terminal.send("{'execute':[");
                }
                // That nobody is there is noticed only as long as nobody is.
                int left = visit + 1;
                await("the end of the session", () -> sessionsEnded(log) == left);
            }
            assertThat(server.stderr()).isEmpty();
        }
    }

    @Test
    void makesAndRemovesPseudoTerminalsByCommand() throws IOException {
        Path directory = QmpImage.shortDirectory();
        Path control = directory.resolve("c");
        Path link = directory.resolve("link");
        try (RunningQmp server = RunningQmp.serve(control);
                QmpPeer peer = QmpPeer.negotiated(control, false)) {
            peer.send("{'execute':'chardev-add','arguments':{'id':'p','backend':{'type':'pty','data':{'path':'" + link
                    + "'}}}}");
            String path = JsonText.parse(peer.line())
                    .asJsonObject()
                    .getJsonObject("return")
                    .getString("pty");
            assertThat(path).startsWith("/dev/pts/");
            assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of(path));
            assertThat(peer.send("{'execute':'query-chardev'}").line()).contains("\"pty:" + path + "\"");
            assertThat(peer.send("{'execute':'chardev-remove','arguments':{'id':'p'}}")
                            .line())
                    .isEqualTo("{\"return\": {}}");
            assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    .isFalse();
            await("the terminal being gone", () -> !Files.exists(Path.of(path)));
            assertThat(server.stdout()).isEmpty();
        }
    }

    /** The image on a terminal of its own, the test at the other side. */
    private static final class OnTerminal implements AutoCloseable {
        private final PseudoTerminal near;
        private final Process process;
        private final StringBuilder seen = new StringBuilder();

        OnTerminal(String... options) throws IOException {
            near = new SystemPseudoTerminals().open();
            stty("sane");
            String[] arguments = new String[options.length + 1];
            arguments[0] = "serve";
            System.arraycopy(options, 0, arguments, 1, options.length);
            ProcessBuilder builder = QmpImage.command(arguments);
            // Makes the terminal the one that its keys send signals from; a build in the background ignores them.
            builder.command().addAll(0, List.of("setsid", "--ctty", "--wait", "env", "--default-signal=INT"));
            process = builder.redirectInput(Path.of(near.path()).toFile())
                    .redirectOutput(Path.of(near.path()).toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        void stty(String mode) throws IOException {
            Process stty = new ProcessBuilder("stty", mode)
                    .redirectInput(Path.of(near.path()).toFile())
                    .start();
            await("stty", () -> !stty.isAlive());
            assertThat(stty.exitValue()).isZero();
        }

        String modes() throws IOException {
            return TerminalIT.modes(near.path());
        }

        void awaitModes(String... wanted) throws IOException {
            TerminalIT.awaitModes(near.path(), wanted);
        }

        /** Stops the image, and does to its terminal what a shell does that has it meanwhile. */
        void stop(String... modes) throws IOException {
            signal("STOP");
            Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
            await("the stop", () -> {
                try {
                    return Files.readString(status).contains(") T ");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            for (String mode : modes) {
                stty(mode);
            }
        }

        void goOn() throws IOException {
            signal("CONT");
        }

        private void signal(String name) throws IOException {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
            await("kill", () -> !kill.isAlive());
            assertThat(kill.exitValue()).isZero();
        }

        void type(String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            near.write(bytes, 0, bytes.length);
        }

        /** Waits until the image has written something, and forgets all before it. */
        void expect(String text) throws IOException {
            byte[] piece = new byte[4096];
            while (seen.indexOf(text) < 0) {
                int count = near.read(piece, true);
                assertThat(count).as("so far: %s", seen).isPositive();
                seen.append(new String(piece, 0, count, UTF_8));
            }
            seen.delete(0, seen.indexOf(text) + text.length());
        }

        int status() {
            await("the end", () -> !process.isAlive());
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
            near.close();
        }
    }

    @Test
    void leavesATerminalAsItIsForAControlMonitor() throws IOException {
        try (OnTerminal terminal = new OnTerminal("-qmp", "stdio")) {
            terminal.expect("\"capabilities\"");
            assertThat(terminal.modes()).contains(" icanon", " echo ", " isig");
            terminal.type("{'execute':'qmp_capabilities'}\n");
            // Echoed, and each line end doubled by the terminal.
            terminal.expect("{'execute':'qmp_capabilities'}\r\n");
            terminal.expect("{\"return\": {}}\r\r\n");
            terminal.type("{'execute':'quit'}\n");
            assertThat(terminal.status()).isZero();
        }
    }

    @Test
    void makesATerminalRawForAMultiplexerAndRestoresIt() throws IOException {
        try (OnTerminal terminal = new OnTerminal("-qmp", "mon:stdio")) {
            terminal.expect("\"capabilities\": []");
            assertThat(terminal.modes()).contains("-icanon", "-echo ", "-isig", "-icrnl", " opost");
            terminal.type("{'execute':'qmp_capabilities'}");
            terminal.expect("{\"return\": {}}");
            terminal.type("\u0001x");
            terminal.expect("QEMU: Terminated");
            assertThat(terminal.status()).isZero();
            assertThat(terminal.modes()).contains(" icanon", " echo ", " isig");
        }
    }

    @Test
    void endsByTheKeyThatInterruptsAndRestoresTheTerminal() throws IOException {
        try (OnTerminal terminal = new OnTerminal("-chardev", "stdio,id=s,mux=on", "-mon", "s,mode=control")) {
            terminal.expect("\"capabilities\": []");
            assertThat(terminal.modes()).contains("-icanon", "-echo ", " isig");
            terminal.type("\u0003");
            assertThat(terminal.status()).isZero();
            assertThat(terminal.modes()).contains(" icanon", " echo ", " isig");
        }
    }

    @Test
    void makesATerminalRawAgainWhenItGoesOnAfterAStop() throws IOException {
        try (OnTerminal terminal = new OnTerminal("-qmp", "mon:stdio")) {
            terminal.expect("\"capabilities\": []");
            for (int i = 0; i < 2; i++) {
                terminal.stop("sane");
                assertThat(terminal.modes()).contains(" icanon", " echo ", " isig", " icrnl");
                terminal.goOn();
                terminal.awaitModes("-icanon", "-echo ", "-isig", "-icrnl", " opost");
            }
            terminal.type("{'execute':'qmp_capabilities'}");
            terminal.expect("{\"return\": {}}");
            terminal.type("\u0001x");
            terminal.expect("QEMU: Terminated");
            assertThat(terminal.status()).isZero();
            assertThat(terminal.modes()).contains(" icanon", " echo ", " isig");
        }
    }

    @Test
    void givesAControlMonitorItsLinesAndEchoAgainWhenItGoesOnAfterAStop() throws IOException {
        try (OnTerminal terminal = new OnTerminal("-qmp", "stdio")) {
            terminal.expect("\"capabilities\"");
            terminal.stop("-icanon", "-echo");
            assertThat(terminal.modes()).contains("-icanon", "-echo ");
            terminal.goOn();
            terminal.awaitModes(" icanon", " echo ", " isig");
            terminal.type("{'execute':'qmp_capabilities'}\n");
            terminal.expect("{'execute':'qmp_capabilities'}\r\n");
            terminal.expect("{\"return\": {}}\r\r\n");
        }
    }

    @Test
    void isStoppedByItsKeyAndComesBackToARawTerminalAsAJobOfAShell() throws IOException {
        assumeTrue(Tmux.isInstalled(), "no tmux here");
        try (Tmux terminal = new Tmux(Map.of("PS1", "$ "), "bash", "--noprofile", "--norc", "-i")) {
            terminal.await("^\\$ *$");
            terminal.type(QmpImage.launcher() + " serve -chardev stdio,id=s,mux=on -mon s,mode=control", "Enter");
            terminal.await("\"capabilities\": \\[\\]");
            terminal.type("C-z").await("Stopped");
            terminal.type("clear", "Enter").await("\\A\\$ *$");
            // The shell names what goes on, with the terminal cooked; then comes the signal.
            terminal.type("fg", "Enter").await("^[^$].* serve -chardev ");
            awaitModes(terminal.path(), "-icanon", "-echo ", " isig", "-icrnl");
            // No end of line, and no echo.
            terminal.type("{'execute':'qmp_capabilities'}");
            assertThat(terminal.await("^\\{\"return\": \\{\\}\\}")).doesNotContain("qmp_capabilities");
            terminal.type("C-c").await("^\\$ *$");
            terminal.type("echo ended=$?", "Enter").await("^ended=0$");
        }
    }
}
