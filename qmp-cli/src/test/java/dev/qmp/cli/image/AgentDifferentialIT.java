package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same bytes to a real guest agent and to the image's stand-in: the same bytes from both. */
class AgentDifferentialIT {
    private static final List<String> REQUESTS = List.of(
            "{\"execute\":\"guest-ping\"}",
            "{\"execute\":\"guest-ping\",\"id\":7}",
            "{\"execute\":\"guest-ping\",\"arguments\":{}}",
            "{\"execute\":\"guest-ping\",\"arguments\":{\"x\":1},\"id\":{\"a\":[1]}}",
            "{\"execute\":\"guest-sync\",\"arguments\":{\"id\":-9223372036854775808}}",
            "{\"execute\":\"guest-sync\",\"arguments\":{\"id\":9223372036854775808}}",
            "{\"execute\":\"guest-sync\",\"arguments\":{\"id\":\"x\"}}",
            "{\"execute\":\"guest-sync\",\"arguments\":{\"id\":1.5}}",
            "{\"execute\":\"guest-sync\"}",
            "{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":5}}",
            "{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":5},\"id\":\"i\"}",
            "{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":null}}",
            "{\"execute\":\"guest-sync-delimited\",\"arguments\":{}}",
            "\u00ff{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":6}}",
            "{\"execute\":\"guest-sy\u00ff{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":7}}",
            "\u00ff\u00ff\u00ff",
            "{\"execute\":\"guest-ping\"}{\"execute\":\"guest-sync\",\"arguments\":{\"id\":1}}",
            "{\"execute\":\"qmp_capabilities\"}",
            "{\"execute\":\"nosuch\",\"id\":1}",
            "{\"exec-oob\":\"guest-ping\"}",
            "{\"execute\":\"guest-ping\",\"control\":{}}",
            "{\"arguments\":{}}",
            "{\"execute\":1}",
            "{\"execute\":\"guest-ping\",\"arguments\":[]}",
            "[]",
            "\"x\"",
            "{]",
            "{\"execute\": nosuch}",
            "{\"execute\":\"guest-info\",\"arguments\":{\"x\":1}}");

    @Test
    void saysWhatARealAgentSays() {
        String agent = agent();
        Path directory = QmpImage.shortDirectory();
        Path ours = directory.resolve("ours");
        Path theirs = directory.resolve("theirs");
        try (RunningQmp real = RunningQmp.start(real(agent, theirs)).listeningOn(theirs);
                RunningQmp qmp = RunningQmp.serve(List.of("--agent", "--level", level(agent)), ours)) {
            assertThat(conversation(ours, REQUESTS)).isEqualTo(conversation(theirs, REQUESTS));
            assertThat(info(ours).keySet()).isEqualTo(info(theirs).keySet());
            for (String command : List.of("guest-sync", "guest-sync-delimited", "guest-ping", "guest-info")) {
                assertThat(described(ours, command)).isEqualTo(described(theirs, command));
            }
            assertThat(qmp.stderr()).isEmpty();
            assertThat(real.process().isAlive()).isTrue();
        }
    }

    @Test
    void disablesCommandsAsARealAgentDoes() {
        String agent = agent();
        Path directory = QmpImage.shortDirectory();
        Path ours = directory.resolve("ours");
        Path theirs = directory.resolve("theirs");
        List<String> requests = List.of(
                "{\"execute\":\"guest-ping\"}", "{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":1}}");
        try (RunningQmp real = RunningQmp.start(real(agent, theirs, "--block-rpcs=guest-ping,guest-sync-delimited"))
                        .listeningOn(theirs);
                RunningQmp qmp = RunningQmp.serve(
                        List.of("--agent", "--level", level(agent), "--block-rpcs", "guest-ping,guest-sync-delimited"),
                        ours)) {
            assertThat(conversation(ours, requests)).isEqualTo(conversation(theirs, requests));
            assertThat(described(ours, "guest-ping")).isEqualTo(described(theirs, "guest-ping"));
            assertThat(List.of(qmp.process().isAlive(), real.process().isAlive()))
                    .containsOnly(true);
        }
    }

    /** What is said to each request, as characters of one byte. */
    private static List<String> conversation(Path socket, List<String> requests) {
        List<String> said = new ArrayList<>();
        try (SocketChannel channel = connect(socket)) {
            for (int i = 0; i < requests.size(); i++) {
                said.add(ask(channel, requests.get(i), 1000 + i));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return said;
    }

    private static JsonObject info(Path socket) {
        String reply =
                conversation(socket, List.of("{\"execute\":\"guest-info\"}")).get(0);
        return JsonText.parse(reply.strip()).asJsonObject().getJsonObject("return");
    }

    private static JsonObject described(Path socket, String command) {
        return info(socket).getJsonArray("supported_commands").stream()
                .map(each -> each.asJsonObject())
                .filter(each -> each.getString("name").equals(command))
                .findFirst()
                .orElseThrow();
    }

    /** Sends a request and then one with a known answer, and returns what comes before that answer. */
    private static String ask(SocketChannel channel, String request, int id) throws IOException {
        String sync = "{\"execute\":\"guest-sync\",\"arguments\":{\"id\":" + id + "}}\n";
        channel.write(ByteBuffer.wrap((request + "\n" + sync).getBytes(ISO_8859_1)));
        String end = "{\"return\": " + id + "}\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (!bytes.toString(ISO_8859_1).endsWith(end)) {
            buffer.clear();
            assertThat(channel.read(buffer)).as("%s after %s", bytes, request).isPositive();
            bytes.write(buffer.array(), 0, buffer.position());
        }
        String all = bytes.toString(ISO_8859_1);
        return all.substring(0, all.length() - end.length());
    }

    private static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private static ProcessBuilder real(String agent, Path socket, String... more) {
        List<String> command = new ArrayList<>(List.of(
                agent,
                "-m",
                "unix-listen",
                "-p",
                socket.toString(),
                "-t",
                socket.getParent().toString(),
                "-f",
                socket + ".pid"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command);
    }

    private static String agent() {
        String found = Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
                .map(folder -> Path.of(folder, "qemu-ga"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        assumeTrue(!found.isEmpty(), "qemu-ga is not installed: nothing to compare with");
        return found;
    }

    private static String level(String agent) {
        try (RunningQmp version = RunningQmp.start(new ProcessBuilder(agent, "--version"))) {
            return version.status() == 0 && version.stdout().contains(" 7.2.") ? "7.2" : "10.0";
        }
    }
}
