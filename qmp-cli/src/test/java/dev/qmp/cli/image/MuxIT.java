package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Several control monitors on one multiplexer, byte by byte beside a real QEMU. */
class MuxIT {
    /** What is sent, and how the answer ends; the escape character is control T. */
    private record Step(String sent, String answerEnds) {}

    private static final List<Step> STEPS = List.of(
            new Step("{'execute':'qmp_capabilities','id':'a'}", "\"id\": \"a\"}\r\n"),
            new Step("\u0014?", "sends C-t\n\r"),
            new Step("\u0014c{'execute':'query-kvm','id':'b'}", "'qmp_capabilities'\"}}\r\n"),
            new Step("{'execute':'qmp_capabilities','id':'c'}", "\"id\": \"c\"}\r\n"),
            new Step("\u0014c\u0014b{'execute':'query-name','id':'d'}", "'qmp_capabilities'\"}}\r\n"),
            new Step("\u0014q{'execute':'query-name','id':'e\u0014\u0014'}", "expecting value\"}}\r\n"),
            new Step("\u0014x", "QEMU: Terminated\n\r"));

    private static final String STALLED = "stalled";
    private static final long PATIENCE_SECONDS = 60;
    private static final int QEMUS = 10;

    private static final String[] DEVICES = {
        "-echr",
        "0x14",
        "-chardev",
        "socket,id=m,mux=on,server=on,wait=off,path=",
        "-mon",
        "m,mode=control",
        "-mon",
        "m,mode=control",
        "-mon",
        "m,mode=control",
        "-mon",
        "m,mode=control"
    };

    @Test
    void bytesAreThoseOfARealQemu() throws IOException {
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed: nothing to compare with");
        Path ours = QmpImage.shortDirectory().resolve("m");
        String actual;
        try (RunningQmp qmp = RunningQmp.start(options(ours, "serve")).listeningOn(ours)) {
            actual = talk(ours, PATIENCE_SECONDS);
            assertThat(qmp.status()).isZero();
        }
        assertThat(actual).isNotEqualTo(STALLED).isEqualTo(qemu());
    }

    /** QEMU 7.2 stalls there every now and then: the answer is that of the first of several that does not. */
    private static String qemu() {
        ExecutorService attempts = Executors.newFixedThreadPool(QEMUS);
        try {
            return attempts.invokeAny(Collections.nCopies(QEMUS, MuxIT::talkToQemu));
        } catch (ExecutionException e) {
            return abort(RunningQemu.PROGRAM + " stalls: nothing to compare with");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            attempts.shutdownNow();
        }
    }

    private static String talkToQemu() throws IOException {
        Path theirs = QmpImage.shortDirectory().resolve("m");
        try (RunningQmp qemu = RunningQmp.start(new ProcessBuilder(
                        options(theirs, RunningQemu.PROGRAM, "-M", "none", "-nodefaults", "-display", "none")))
                .listeningOn(theirs)) {
            String said = talk(theirs, PATIENCE_SECONDS / 6);
            if (said.equals(STALLED)) {
                throw new IOException(STALLED);
            }
            return said;
        }
    }

    @Test
    void refusesAFifthMonitor() {
        Path socket = QmpImage.shortDirectory().resolve("m");
        String[] four = options(socket, "serve");
        String[] five = java.util.Arrays.copyOf(four, four.length + 2);
        five[four.length] = "-mon";
        five[four.length + 1] = "chardev=m,mode=control";
        try (RunningQmp qmp = RunningQmp.start(five)) {
            assertThat(qmp.status()).isEqualTo(1);
            assertThat(qmp.stderr())
                    .isEqualTo(
                            "qmp serve: -mon chardev=m,mode=control: too many uses of multiplexed chardev 'm' (maximum is 4)\n");
        }
    }

    private static String[] options(Path socket, String... program) {
        String[] options = java.util.Arrays.copyOf(program, program.length + DEVICES.length);
        for (int i = 0; i < DEVICES.length; i++) {
            options[program.length + i] = DEVICES[i].endsWith("path=") ? DEVICES[i] + socket : DEVICES[i];
        }
        return options;
    }

    /** Sends all steps, each when the answer to the last one is complete; {@link #STALLED} if one does not come in time. */
    private static String talk(Path socket, long seconds) throws IOException {
        StringBuilder all = new StringBuilder();
        try (SocketChannel peer = QmpPeer.connected(socket);
                Selector selector = Selector.open()) {
            peer.configureBlocking(false);
            peer.register(selector, SelectionKey.OP_READ);
            if (!read(peer, selector, all, "(?s)(\\{\"QMP.*?\r\n){4}", seconds)) {
                return STALLED;
            }
            for (Step step : STEPS) {
                peer.write(ByteBuffer.wrap(step.sent().getBytes(UTF_8)));
                if (!read(peer, selector, all, "(?s).*" + Pattern.quote(step.answerEnds()), seconds)) {
                    return STALLED;
                }
            }
        }
        // What differs by right: the version, and that QEMU 7.2 offers there what it cannot keep. The events of the end
        // may come.
        String last = STEPS.get(STEPS.size() - 1).answerEnds();
        return all.substring(0, all.indexOf(last) + last.length()).replaceAll("\\{\"QMP\"[^\r]*", "greeting");
    }

    private static boolean read(SocketChannel peer, Selector selector, StringBuilder all, String wanted, long seconds)
            throws IOException {
        int from = all.length();
        Pattern pattern = Pattern.compile(wanted);
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!pattern.matcher(all.substring(from)).lookingAt()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            int ready = selector.select(left);
            selector.selectedKeys().clear();
            if (ready > 0 && peer.read(bytes.clear()) < 0) {
                return false;
            }
            all.append(UTF_8.decode(ready > 0 ? bytes.flip() : ByteBuffer.allocate(0)));
        }
        return true;
    }
}
