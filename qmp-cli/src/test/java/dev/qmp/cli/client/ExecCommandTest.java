package dev.qmp.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.cli.bench.BenchCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code qmp exec} and {@code qmp ls} with servers that do what is asked of them here. */
class ExecCommandTest {
    private static final String EMPTY = "{\"return\": {}, \"id\": $ID}";
    private static final String SCHEMA = "{\"return\": ["
            + "{\"name\": \"0\", \"meta-type\": \"object\", \"members\": []}, "
            + "{\"name\": \"1\", \"meta-type\": \"object\", \"members\": [{\"name\": \"mode\", \"type\": \"2\"}]}, "
            + "{\"name\": \"2\", \"meta-type\": \"enum\", \"values\": [\"slow\", \"fast\"]}, "
            + "{\"name\": \"set-mode\", \"meta-type\": \"command\", \"arg-type\": \"1\", \"ret-type\": \"0\"}"
            + "], \"id\": $ID}";

    @TempDir
    Path directory;

    private static Captured exec(String input, Object... words) {
        List<String> line = new ArrayList<>();
        for (Object word : words) {
            line.add(word.toString());
        }
        return Captured.of(input, () -> ExecCommand.run(line));
    }

    private Path socket(String name) {
        return directory.resolve(name);
    }

    @Test
    void doesNotWaitForEver() throws IOException {
        try (FakeServer server = FakeServer.monitor(socket("a"), line -> "")) {
            assertThat(exec("", socket("a"), "x-hold", "--reply-timeout", "0.05"))
                    .isEqualTo(new Captured(
                            3, "", "qmp exec: x-hold at unix:" + socket("a") + ": no reply within 50 ms\n"));
            assertThat(exec("", socket("a"), "device_add", "driver=x", "--reply-timeout", "0.05"))
                    .isEqualTo(new Captured(
                            3, "", "qmp exec: query-qmp-schema at unix:" + socket("a") + ": no reply within 50 ms\n"));
        }
    }

    @Test
    void takesTheSilenceOfAnAgentAndRepliesWithoutId() throws IOException {
        try (FakeServer agent = FakeServer.agent(
                socket("a"),
                line -> line.contains("guest-shutdown")
                        ? ""
                        : line.contains("guest-sync-delimited") ? "\u00ff{\"return\": 5}" : "{\"return\": {}}")) {
            assertThat(exec("", socket("a"), "guest-ping", "--agent")).isEqualTo(new Captured(0, "{}\n", ""));
            assertThat(exec("", socket("a"), "guest-shutdown", "--agent", "mode=reboot"))
                    .isEqualTo(new Captured(0, "{}\n", ""));
            assertThat(exec("", socket("a"), "guest-sync-delimited", "--agent", "id=5"))
                    .isEqualTo(new Captured(0, "5\n", ""));
        }
    }

    @ParameterizedTest
    @CsvSource({"--tls-ca", "--tls-name"})
    void refusesTlsOptionsThatAPlainAddressWouldIgnore(String option) {
        Captured refused = exec("", "unix:/run/x", "query-name", option, "x");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith(
                        "qmp exec: " + option + " is for addresses that begin with tls:, and 'unix:/run/x' does not");
    }

    @Test
    void readsArgumentsFromFilesAndStandardInput() throws IOException {
        Path file = Files.writeString(socket("arguments"), "{'a': \"secret\"}");
        Path list = Files.writeString(socket("list"), "['hidden']");
        try (FakeServer server = FakeServer.monitor(socket("a"), line -> EMPTY)) {
            assertThat(exec("", socket("a"), "x", "--args", "@" + file).status())
                    .isZero();
            assertThat(exec("{\"b\": 2}\n", socket("a"), "x", "--args", "-").status())
                    .isZero();
            assertThat(server.requests().get(0)).contains("\"arguments\": {\"a\": \"secret\"}");
            assertThat(server.requests().get(1)).contains("\"arguments\": {\"b\": 2}");
        }
        assertThat(exec("", socket("a"), "x", "--args", "@" + list))
                .isEqualTo(new Captured(1, "", "qmp exec: " + list + ": not a JSON object\n"));
        assertThat(exec("", socket("a"), "x", "--args", "@/nowhere/x"))
                .isEqualTo(new Captured(1, "", "qmp exec: /nowhere/x: No such file or directory\n"));
        assertThat(exec("{", socket("a"), "x", "--args", "-").err()).startsWith("qmp exec: standard input: ");
    }

    @Test
    void printsWhatAPathLeadsTo() throws IOException {
        String reply =
                "{\"return\": [{\"device\": \"a\\u001b[2J\", \"n\": [1, 2]}, {\"n\": [3]}, {\"device\": \"b\"}], "
                        + "\"id\": $ID}";
        try (FakeServer server = FakeServer.monitor(socket("a"), line -> reply)) {
            assertThat(exec("", socket("a"), "x", "--select", "[].device", "--raw")
                            .out())
                    .isEqualTo("a\\u001b[2J\nb\n");
            assertThat(exec("", socket("a"), "x", "--select", "[].device", "--raw", "--unescaped")
                            .out())
                    .isEqualTo("a\u001b[2J\nb\n");
            assertThat(exec("", socket("a"), "x", "--select", "[0].n[1]").out()).isEqualTo("2\n");
            assertThat(exec("", socket("a"), "x", "--select", "[2]", "--compact")
                            .out())
                    .isEqualTo("{\"device\": \"b\"}\n");
            assertThat(exec("", socket("a"), "x", "--select", "[7]"))
                    .isEqualTo(
                            new Captured(1, "", "qmp exec: --select: there is no [7] in what the command returns\n"));
            assertThat(exec("", socket("a"), "x", "--select", "device").status())
                    .isEqualTo(2);
            assertThat(exec("", socket("a"), "x", "--pretty", "--compact").status())
                    .isEqualTo(2);
        }
    }

    @Test
    void asksAllServersThatMatch() throws IOException {
        try (FakeServer one = FakeServer.monitor(socket("a.sock"), line -> "{\"return\": 1, \"id\": $ID}");
                FakeServer two = FakeServer.monitor(socket("b.sock"), line -> FakeServer.CLOSE)) {
            String lost = "x: unix:" + socket("b.sock") + " closed the connection";
            assertThat(exec("", socket("*.sock"), "x"))
                    .isEqualTo(new Captured(
                            1,
                            "unix:" + socket("a.sock") + ": 1\n",
                            "qmp exec: unix:" + socket("b.sock") + ": " + lost + "\n"));
            assertThat(exec("", socket("*.sock"), "x", "--json-lines").out().lines())
                    .containsExactlyInAnyOrder(
                            "{\"address\": \"unix:" + socket("a.sock") + "\", \"return\": 1}",
                            "{\"address\": \"unix:" + socket("b.sock") + "\", \"error\": \"" + lost + "\"}");
            assertThat(exec("", socket("[ac].sock"), "x"))
                    .isEqualTo(new Captured(0, "unix:" + socket("a.sock") + ": 1\n", ""));
            assertThat(exec("", socket("none*"), "x"))
                    .isEqualTo(new Captured(1, "", "qmp exec: no socket matches '" + socket("none*") + "'\n"));
        }
    }

    @Test
    void listsTheServersThatAnswer() throws IOException {
        try (FakeServer one = FakeServer.monitor(
                        socket("a.sock"),
                        line -> line.contains("query-name")
                                ? "{\"return\": {\"name\": \"vm\\u009b\"}, \"id\": $ID}"
                                : "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no\"}, \"id\": $ID}");
                FakeServer two = FakeServer.monitor(socket("b.sock"), line -> "")) {
            Captured list = Captured.of(
                    "", () -> LsCommand.run(List.of(directory + "/*.sock", "--json-lines", "--reply-timeout", "0.05")));
            assertThat(list.status()).isEqualTo(3);
            assertThat(list.err()).startsWith("qmp ls: query-name at unix:" + socket("b.sock") + ": no reply within");
            assertThat(list.out())
                    .startsWith(
                            "{\"address\": \"unix:" + socket("a.sock")
                                    + "\", \"name\": \"vm\\u009B\", \"status\": null, \"version\": \"9.1.2\", \"milliseconds\": ");
            assertThat(Captured.of("", () -> LsCommand.run(List.of(directory + "/a*")))
                            .out())
                    .containsPattern(
                            "ADDRESS +NAME +STATUS +VERSION +TIME\nunix:.*/a.sock +vm\\\\u009b +- +9.1.2 +\\d+ ms\n");
        }
    }

    @Test
    void saysWhatIsMeantAndWhatIsAccepted() throws IOException {
        try (FakeServer server = FakeServer.monitor(
                socket("a"),
                line -> line.contains("query-qmp-schema")
                        ? SCHEMA
                        : line.contains("set-mode")
                                ? "{\"error\": {\"class\": \"GenericError\", \"desc\": "
                                        + "\"Parameter 'mode' does not accept value 'x'\"}, \"id\": $ID}"
                                : "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": "
                                        + "\"The command set-mod\\u001b has not been found\"}, \"id\": $ID}")) {
            assertThat(exec("", socket("a"), "set-mode", "mode=x"))
                    .isEqualTo(
                            new Captured(
                                    1,
                                    "",
                                    "qmp exec: GenericError: Parameter 'mode' does not accept value 'x'; it accepts fast, slow\n"));
            assertThat(exec("", socket("a"), "set-mod").err())
                    .isEqualTo("qmp exec: CommandNotFound: The command set-mod\\u001b has not been found; "
                            + "did you mean 'set-mode'?\n");
        }
    }

    @Test
    void showsAnErrorThatWouldControlATerminalInEveryTool() throws IOException {
        String error = "{\"error\": {\"class\": \"Bad\\u009b\", \"desc\": \"a\\u001b[2J\\rb\\u202e\"}, \"id\": $ID}";
        String visible = "Bad\\u009b: a\\u001b[2J\\rb\\u202e";
        try (FakeServer server = FakeServer.monitor(socket("a"), line -> error)) {
            assertThat(exec("", socket("a"), "x")).isEqualTo(new Captured(1, "", "qmp exec: " + visible + "\n"));
            List<String> bench = List.of(
                    socket("a").toString(), "--command", "x", "--requests", "3", "--blocks", "1", "--warm-up", "0.001");
            assertThat(Captured.of("", () -> BenchCommand.run(bench)).out()).contains(visible);
        }
    }

    @Test
    void sendsAsJsonWhatTheSchemaDoesNotKnow() throws IOException {
        try (FakeServer server =
                FakeServer.monitor(socket("a"), line -> line.contains("query-qmp-schema") ? SCHEMA : EMPTY)) {
            assertThat(exec("", socket("a"), "set-mode", "mode=fast", "vectors=4", "name=x", "on=true", "l=[1]")
                            .status())
                    .isZero();
            assertThat(server.requests().get(1))
                    .contains("{\"mode\": \"fast\", \"vectors\": 4, \"name\": \"x\", \"on\": true, \"l\": [1]}");
        }
    }

    @Test
    void countsTheEventsInTime() throws IOException {
        try (FakeServer one = FakeServer.monitor(socket("a.sock"), line -> "");
                FakeServer two = FakeServer.monitor(socket("b.sock"), line -> "")) {
            assertThat(Captured.of(
                            "",
                            () -> EventsCommand.run(
                                    List.of(socket("a.sock").toString(), "--count", "2", "--for", "0.05"))))
                    .isEqualTo(new Captured(3, "", "qmp events: 2 events were missing after 50 ms\n"));
            assertThat(Captured.of("", () -> EventsCommand.run(List.of(directory + "/*.sock", "--for", "0.05"))))
                    .isEqualTo(new Captured(0, "", ""));
        }
    }
}
