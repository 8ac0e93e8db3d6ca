package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.connect;
import static dev.qmp.chardev.Devices.read;
import static dev.qmp.chardev.Devices.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.spi.MuxActions;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class MuxTest {
    private static final String HELP = "\n\rC-a h    print this help\n\rC-a x    exit emulator\n\r"
            + "C-a s    save disk data back to file (if -snapshot)\n\rC-a t    toggle console timestamps\n\r"
            + "C-a b    send break (magic sysrq)\n\rC-a c    switch between console and monitor\n\r"
            + "C-a C-a  sends C-a\n\r";

    private final List<String> actions = Collections.synchronizedList(new ArrayList<>());

    @RegisterExtension
    final Devices devices = new Devices(builder -> builder.service(MuxActions.class, new MuxActions() {
        @Override
        public void terminate() {
            actions.add("terminated");
        }

        @Override
        public void commit() {
            actions.add("committed");
        }
    }));

    @TempDir
    Path dir;

    private final Recorder first = new Recorder();
    private final Recorder second = new Recorder();
    private Chardev mux;

    private SocketChannel open() throws IOException {
        Path path = dir.resolve("s");
        mux = devices.add("socket,id=m,mux=on,server=on,wait=off,path=" + path);
        return connect(path);
    }

    private CharFrontend attach(Recorder recorder) {
        CharFrontend frontend = mux.attach();
        frontend.setHandlers(recorder, null);
        return frontend;
    }

    @Test
    void inputGoesToTheFocusWhichIsTheLastThatSetHandlers() throws IOException {
        try (SocketChannel client = open()) {
            attach(first);
            attach(second);
            Await.until("client", () -> second.log().endsWith("<OPENED>"));
            send(client, "abc");
            Await.until("input", () -> second.log().endsWith("abc"));
            send(client, "\u0001cxyz");
            Await.until("input", () -> first.log().endsWith("xyz"));
            assertThat(first.log()).contains("<MUX_IN>").contains("<MUX_OUT>").endsWith("<MUX_IN>xyz");
            assertThat(second.log()).doesNotContain("xyz").endsWith("<MUX_OUT>");
        }
    }

    @Test
    void outputOfAllGoesToTheBase() throws IOException {
        try (SocketChannel client = open()) {
            CharFrontend one = attach(first);
            CharFrontend two = attach(second);
            Await.until(
                    "client",
                    () -> devices.registry.find("m-base").orElseThrow().isOpen());
            Devices.writeAll(one, Devices.bytes("one"));
            Devices.writeAll(two, Devices.bytes("two"));
            assertThat(read(client, 6)).isEqualTo("onetwo");
        }
    }

    @Test
    void escapesDoWhatTheHelpSays() throws IOException {
        try (SocketChannel client = open()) {
            attach(first);
            Await.until("client", () -> first.log().endsWith("<OPENED>"));
            send(client, "\u0001?");
            assertThat(read(client, HELP.length())).isEqualTo(HELP);
            send(client, "\u0001b\u0001\u0001\u0001q\u0001s\u0001x");
            assertThat(read(client, "QEMU: Terminated\n\r".length())).isEqualTo("QEMU: Terminated\n\r");
            Await.until("end", () -> actions.contains("terminated"));
            assertThat(actions).containsExactly("committed", "terminated");
            assertThat(first.log()).endsWith("<BREAK>\u0001");
        }
    }

    @Test
    void aBreakByCommandReachesTheFocusOnly() throws IOException {
        try (SocketChannel client = open()) {
            attach(first);
            attach(second);
            devices.registry.sendBreak("m");
            devices.main.call(() -> {});
            assertThat(client.isConnected()).isTrue();
            assertThat(first.events()).doesNotContain(CharEvent.BREAK);
            assertThat(second.events()).contains(CharEvent.BREAK);
        }
    }

    @Test
    void timestampsAreSetAtTheLinesStarts() throws IOException {
        try (SocketChannel client = open()) {
            CharFrontend one = attach(first);
            Await.until("client", () -> first.log().endsWith("<OPENED>"));
            send(client, "\u0001tx");
            Await.until("toggled", () -> first.log().endsWith("x"));
            Devices.writeAll(one, Devices.bytes("a\nb\nc"));
            String text = read(client, 5 + 2 * "[00:00:00.000] ".length());
            assertThat(text).matches("a\\n\\[00:00:00\\.\\d{3}] b\\n\\[00:00:\\d\\d\\.\\d{3}] c");
        }
    }

    @Test
    void aSuspendedFrontEndKeepsThirtyTwoBytesAndEscapesWorkUntilThen() throws IOException {
        first.room = () -> 0;
        try (SocketChannel client = open()) {
            CharFrontend one = attach(first);
            Await.until("client", () -> first.log().endsWith("<OPENED>"));
            send(client, "x".repeat(20) + "\u0001b");
            Await.until("break", () -> first.log().endsWith("<BREAK>"));
            send(client, "y".repeat(100));
            devices.main.call(() -> {});
            assertThat(first.log()).doesNotContain("x");
            first.resume(one);
            Await.until(first::log, () -> first.log().endsWith("x".repeat(20) + "y".repeat(100)));
        }
    }

    @Test
    void takesFourFrontEnds() throws IOException {
        open().close();
        for (int i = 0; i < 4; i++) {
            attach(new Recorder());
        }
        assertThatThrownBy(mux::attach).hasMessage("too many uses of multiplexed chardev 'm' (maximum is 4)");
        assertThatThrownBy(() -> devices.registry.remove("m")).hasMessage("Chardev 'm' is busy");
        assertThatThrownBy(() -> devices.registry.remove("m-base")).hasMessage("Chardev 'm-base' is busy");
    }

    @Test
    void neverLeavesTheMainLoop() throws IOException {
        open().close();
        CharFrontend frontend = mux.attach();
        assertThat(frontend.chardev().has(CharFeature.GCONTEXT)).isFalse();
        assertThatThrownBy(() -> frontend.setHandlers(first, devices.io)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void opensOnlyWhenTheStartIsOver() throws IOException {
        devices.registry.beginStart();
        try (SocketChannel client = open()) {
            attach(first);
            attach(second);
            devices.main.call(() -> {});
            assertThat(client.isConnected()).isTrue();
            assertThat(first.events()).doesNotContain(CharEvent.OPENED);
            devices.registry.completeStart();
            Await.until("opened", () -> first.log().endsWith("<MUX_OUT><OPENED>"));
            awaitLog(second, "<MUX_IN><OPENED>");
        }
    }
}
