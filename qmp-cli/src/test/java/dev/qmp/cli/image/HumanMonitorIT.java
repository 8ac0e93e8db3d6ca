package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The human monitor of the image over real devices, and beside a real QEMU's, byte for byte. */
class HumanMonitorIT {
    private static final String LEFT = "\u001b[D";
    private static final String RIGHT = "\u001b[C";
    private static final String UP = "\u001b[A";
    private static final String DOWN = "\u001b[B";

    /** What is common to all human monitors: banner, prompt, echo, editing, history, unknown commands, words too many. */
    private static final String SCRIPT = String.join(
            "",
            "\r\n  \r",
            "nosuch\rnosuch arg\n\"a b\" c\r/x\rstop#c\r#c\r",
            "info nosuch\rhelp nosuch\rhelp info nosuch\r",
            "quit now\rstop x\rinfo version x\rinfo status 7\r",
            "ab\u0001X\rabc" + LEFT + LEFT + "X\rabc" + LEFT + RIGHT + RIGHT + "X\r",
            "abcdef\u0001\u0004\u0004\rabc\u007f\bz\r\u007f\ba\r\u0001\u0004\r",
            "abc def ghi\u0017\u0017x\r  foo   bar\u0017\u0017\u0017y\rfoo bar  " + LEFT + "\u0017\r",
            "ab" + LEFT + "\u001b[3~\rab\u001b[1~c\u001b[4~d\rab\u001bOHx\u001bOFy\r",
            UP + "\r" + UP + UP + UP + DOWN + "\r" + UP + UP + DOWN + DOWN + DOWN + "new\r" + UP + "er\r",
            "a\fb\r\u0003\u0012\u0019\u0000c\r\u001bbd\u001b[12~e\u001bOPf\r\u001b\u001b[Ag\r",
            "info vers\t\u0017\u0017z\rz\t\u007f\r",
            "stop\rinfo status\rc\rinfo status\rs\rinfo  status\rcont\rinfo\tstatus\rinfo name\r",
            "x".repeat(200) + "\r");

    private static String[] serve(String... options) {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(options));
        return all.toArray(new String[0]);
    }

    private static RunningQmp qemu(String... options) {
        List<String> command =
                new ArrayList<>(List.of(RunningQemu.PROGRAM, "-M", "none", "-nodefaults", "-display", "none"));
        command.addAll(List.of(options));
        return RunningQmp.start(new ProcessBuilder(command));
    }

    /** Sends keys, then the end once a text has come, and returns all that comes until the server hangs up. */
    private static String talk(Path socket, String keys, String until) throws IOException {
        try (SocketChannel channel = QmpPeer.connected(socket)) {
            ByteBuffer source = ByteBuffer.wrap(keys.getBytes(ISO_8859_1));
            while (source.hasRemaining()) {
                channel.write(source);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            boolean ended = false;
            do {
                all.write(buffer.array(), 0, buffer.position());
                if (!ended && all.toString(ISO_8859_1).endsWith(until)) {
                    ended = true;
                    channel.shutdownOutput();
                }
            } while (channel.read(buffer.clear()) >= 0);
            return all.toString(ISO_8859_1);
        }
    }

    private static String withoutVersion(String text) {
        return text.replaceFirst("QEMU [0-9.]+ monitor", "QEMU V monitor");
    }

    private static void assertSameTalk(String device, String keys, String enter) throws IOException {
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed");
        // QEMU drops what it has not sent when the end comes.
        String all = keys + "theend" + enter;
        String until = "'theend'\r\n(qemu) ";
        Path mine = QmpImage.shortDirectory().resolve("s");
        Path other = QmpImage.shortDirectory().resolve("s");
        try (RunningQmp qmp = RunningQmp.start(serve("-chardev", String.format(device, mine), "-mon", "m"));
                RunningQmp qemu = qemu("-chardev", String.format(device, other), "-mon", "m")) {
            qmp.listeningOn(mine);
            qemu.listeningOn(other);
            for (int visit = 0; visit < 2; visit++) {
                String expected = withoutVersion(talk(other, all, until));
                assertThat(expected).contains("QEMU V monitor - type 'help' for more information\r\n(qemu) ");
                assertThat(withoutVersion(talk(mine, all, until))).isEqualTo(expected);
            }
        }
    }

    @Test
    void talksLikeQemuOnASocket() throws IOException {
        assertSameTalk("socket,id=m,path=%s,server=on,wait=off", SCRIPT, "\r");
    }

    @Test
    void talksLikeQemuOverTelnet() throws IOException {
        assertSameTalk(
                "socket,id=m,path=%s,server=on,wait=off,telnet=on",
                "\u00ff\u00fd\u0001\u00ff\u00fd\u0003nosuch\r\u0000stop x\r\u0000ab" + LEFT + "X\r\u0000", "\r\u0000");
    }

    @Test
    void talksLikeQemuOnStandardStreams() {
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed");
        String script = SCRIPT.replace("\u0003", "") + "quit\r";
        try (RunningQmp qmp = RunningQmp.start(serve("-monitor", "stdio"));
                RunningQmp qemu = qemu("-monitor", "stdio")) {
            qmp.input(script);
            qemu.input(script);
            assertThat(qemu.status()).isZero();
            assertThat(qmp.status()).isZero();
            assertThat(withoutVersion(qmp.stdout())).isEqualTo(withoutVersion(qemu.stdout()));
            assertThat(qmp.stderr()).isEmpty();
        }
    }

    @Test
    void sharesAMultiplexerWithOtherMonitors() throws IOException {
        Path socket = QmpImage.shortDirectory().resolve("s");
        String banner = "QEMU 10.0.0 monitor - type 'help' for more information\r\n(qemu) ";
        try (RunningQmp qmp = RunningQmp.start(serve(
                "-chardev",
                "socket,id=m,path=" + socket + ",mux=on,server=on,wait=off",
                "-mon",
                "m,mode=control",
                "-mon",
                "m",
                "-mon",
                "m"))) {
            qmp.listeningOn(socket);
            try (SocketChannel channel = QmpPeer.connected(socket)) {
                assertThat(read(channel, 1)).isEqualTo("{");
                String greeting = readLine(channel);
                assertThat(greeting).endsWith("\"capabilities\": []}}\r\n");
                expect(channel, "", banner);
                expect(channel, "ab", "a\u001b[K" + LEFT + "ab\u001b[K");
                expect(channel, "\u0001c", "\r\n");
                expect(channel, "{'execute':'qmp_capabilities'}", "{\"return\": {}}\r\n");
                expect(channel, "\u0001c", banner);
                expect(channel, "x\r", "x\u001b[K\r\nunknown command: 'x'\r\n(qemu) ");
                expect(channel, "\u0001c", "\r\n(qemu) ");
                expect(channel, "c\r", "c\u001b[K\r\n(qemu) ");
                expect(channel, "\u0001x", "QEMU: Terminated\n\r");
                assertThat(readLine(channel)).contains("\"event\": \"SHUTDOWN\"");
                assertThat(channel.read(ByteBuffer.allocate(1))).isNegative();
            }
            assertThat(qmp.status()).isZero();
        }
    }

    private static void expect(SocketChannel channel, String keys, String printed) throws IOException {
        channel.write(ByteBuffer.wrap(keys.getBytes(ISO_8859_1)));
        assertThat(read(channel, printed.length())).isEqualTo(printed);
    }

    private static String read(SocketChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // More may come.
        }
        return ISO_8859_1.decode(buffer.flip()).toString();
    }

    private static String readLine(SocketChannel channel) throws IOException {
        StringBuilder line = new StringBuilder();
        while (!line.toString().endsWith("\n")) {
            line.append(read(channel, 1));
        }
        return line.toString();
    }

    @Test
    void listsExplainsAndRuns() throws IOException {
        Path socket = QmpImage.shortDirectory().resolve("s");
        try (RunningQmp qmp = RunningQmp.start(serve(
                "-name",
                "guest-1",
                "--report-version",
                "8.2.1:x",
                "-monitor",
                "unix:" + socket + ",server=on,wait=off"))) {
            qmp.listeningOn(socket);
            String said = withoutEcho(talk(
                    socket,
                    "info version\rinfo name\rinfo status\rstop\rquery-status\rinfo status\rhelp system_reset\r"
                            + "help info status\rhuman-monitor-command 'info name'\rx_release\rhelp\rinfo\r",
                    ""));
            assertThat(said).startsWith("QEMU 8.2.1 monitor - type 'help' for more information\n(qemu) ");
            assertThat(said.substring(said.indexOf("(qemu) ")).split("\\(qemu\\) "))
                    .startsWith(
                            "",
                            "info version\n8.2.1x\n",
                            "info name\nguest-1\n",
                            "info status\nVM status: running\n",
                            "stop\n",
                            "query-status\nVM status: paused\n",
                            "info status\nVM status: paused\n")
                    .contains("human-monitor-command 'info name'\nguest-1\n", "x_release\nError: nothing is held\n");
            assertThat(said)
                    .contains("\nsystem_reset  -- ", "\ninfo status  -- ", "\nquit|q  -- ", "\nhelp|? [command] -- ");
        }
    }

    private static String withoutEcho(String text) {
        return text.replace("\r\n", "\n").replaceAll("[^\\n]*\u001b\\[D([^\\n\u001b]*)\u001b\\[K\n", "(qemu) $1\n");
    }

    @Test
    void refusesWhatQemuRefuses() {
        assertError(
                "-mon a,mode=readline,pretty=on: 'pretty' is not compatible with HMP monitors",
                "a,mode=readline,pretty=on");
        assertError("-mon a,pretty=on: 'pretty' is not compatible with HMP monitors", "a,pretty=on");
        assertError("-mon a,mode=x: Parameter 'mode' does not accept value 'x'", "a,mode=x");
        assertError("-mon b: chardev \"b\" not found", "b");
    }

    private static void assertError(String text, String mon) {
        try (RunningQmp qmp = RunningQmp.start(serve("-chardev", "null,id=a", "-mon", mon))) {
            assertThat(qmp.status()).isEqualTo(1);
            assertThat(qmp.stderr()).isEqualTo("qmp serve: " + text + "\n");
        }
    }

    @Test
    void isNotLoadedUnlessItIsUsed() throws IOException {
        assertThat(loadedFor("{\"execute\":\"qmp_capabilities\"}{\"execute\":\"query-status\"}"))
                .contains("dev.qmp.monitor.internal.session.QmpSession ")
                .doesNotContain(
                        "dev.qmp.monitor.internal.human",
                        "dev.qmp.monitor.internal.watch.FlightEvents$",
                        "qapi.arguments");
        assertThat(loadedFor("{\"execute\":\"qmp_capabilities\"}"
                        + "{\"execute\":\"human-monitor-command\",\"arguments\":{\"command-line\":\"stop\"}}"))
                .contains("dev.qmp.monitor.internal.human.HumanCommands ");
    }

    private static String loadedFor(String input) throws IOException {
        Path log = QmpImage.shortDirectory().resolve("log");
        try (RunningQmp qmp = RunningQmp.start(new ProcessBuilder(
                QmpImage.directory().resolve("bin/java").toString(),
                "-Xlog:class+load:file=" + log,
                "-m",
                "dev.qmp.cli/dev.qmp.cli.Main",
                "serve"))) {
            qmp.input(input).endInput();
            assertThat(qmp.status()).isZero();
        }
        return Files.readString(log);
    }
}
