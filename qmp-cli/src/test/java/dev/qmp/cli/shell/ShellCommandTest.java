package dev.qmp.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.cli.client.Captured;
import dev.qmp.cli.client.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code qmp shell} without a terminal, with servers that do what is asked of them here. */
class ShellCommandTest {
    private static final String EMPTY = "{\"return\": {}, \"id\": $ID}";

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void place() {
        socket = directory.resolve("s");
    }

    private Captured shell(String input, String... options) {
        List<String> line =
                Stream.concat(Stream.of(socket.toString()), Stream.of(options)).toList();
        return Captured.of(input, () -> ShellCommand.run(line));
    }

    private static String answer(String line) {
        if (line.contains("query-qmp-schema")) {
            return "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no\"}, \"id\": $ID}";
        }
        if (line.contains("\"bad\"")) {
            return "{\"error\": {\"class\": \"GenericError\", \"desc\": \"bad\\u001b[1m\"}, \"id\": $ID}";
        }
        if (line.contains("command-line")) {
            return "{\"return\": \"one\\r\\ntwo\\u0007\\r\\n\", \"id\": $ID}";
        }
        return line.contains("\"event\"") ? "{\"event\": \"E\\u001b\", \"data\": {}}\n" + EMPTY : EMPTY;
    }

    private List<String> requests(FakeServer server) {
        return server.requests().stream()
                .filter(line -> !line.contains("query-qmp-schema"))
                .map(line -> line.replaceAll(", \"id\": \\d+", ""))
                .toList();
    }

    @Test
    void keepsRepliesApartFromAllElse() throws IOException {
        try (FakeServer server = FakeServer.monitor(socket, ShellCommandTest::answer)) {
            Captured captured = shell("bad # a comment 'with a quote\nevent\nhmp info x\n");
            assertThat(captured.out()).isEqualTo("{}\none\r\ntwo\\u0007\n");
            assertThat(captured.err()).contains("GenericError: bad\\u001b[1m\n").doesNotContain("{}\n");
            assertThat(captured.status()).isEqualTo(1);
        }
    }

    @Test
    void makesEventsOfAHostileServerVisible() throws IOException {
        try (FakeServer server = FakeServer.monitor(socket, ShellCommandTest::answer)) {
            Captured captured = shell("event\nx\n");
            assertThat(captured.out() + captured.err()).doesNotContain("\u001b");
        }
    }

    @Test
    void stopsAtTheFirstErrorIfAsked() throws IOException {
        try (FakeServer server = FakeServer.monitor(socket, ShellCommandTest::answer)) {
            assertThat(shell("one\nbad\ntwo\n", "--stop-on-error").status()).isEqualTo(1);
            assertThat(requests(server)).containsExactly("{\"execute\": \"one\"}", "{\"execute\": \"bad\"}");
        }
    }

    @Test
    void sendsTheActionsOfATransactionTogether() throws IOException {
        try (FakeServer server = FakeServer.monitor(socket, ShellCommandTest::answer)) {
            assertThat(shell("transaction(\nabort\nsnap device=d size=4\n)\ntransaction( abort )\n"))
                    .isEqualTo(new Captured(0, "{}\n{}\n", ""));
            assertThat(requests(server))
                    .containsExactly(
                            "{\"execute\": \"transaction\", \"arguments\": {\"actions\": [{\"type\": \"abort\", \"data\": {}}, "
                                    + "{\"type\": \"snap\", \"data\": {\"device\": \"d\", \"size\": 4}}]}}",
                            "{\"execute\": \"transaction\", \"arguments\": {\"actions\": [{\"type\": \"abort\", \"data\": {}}]}}");
        }
    }

    @Test
    void anErrorWithinATransactionCancelsAll() throws IOException {
        try (FakeServer server = FakeServer.monitor(socket, ShellCommandTest::answer)) {
            assertThat(shell("transaction(\none\ntwo nonsense\nthree\n)\nfour\n"))
                    .isEqualTo(new Captured(1, "{}\n", """
                            'nonsense' has no name: write KEY=VALUE
                            transaction: cancelled, because of an error in it
                            """));
            assertThat(requests(server)).containsExactly("{\"execute\": \"four\"}");
            assertThat(shell("transaction(\none\n").err())
                    .isEqualTo("transaction: the input ends before ')'; nothing of it is done\n");
        }
    }

    @Test
    void takesCommandsOfTheHumanMonitorUntilToldOtherwise() throws IOException {
        try (FakeServer server = FakeServer.monitor(socket, ShellCommandTest::answer)) {
            shell("hmp\ninfo status\nqmp\nlast\n");
            assertThat(requests(server))
                    .containsExactly(
                            "{\"execute\": \"human-monitor-command\", \"arguments\": {\"command-line\": \"info status\"}}",
                            "{\"execute\": \"last\"}");
        }
    }

    @Test
    void endsWithTheServerAndSaysSo() throws IOException {
        try (FakeServer server =
                FakeServer.monitor(socket, line -> line.contains("\"last\"") ? FakeServer.CLOSE : answer(line))) {
            Captured captured = shell("one\nlast\nnever\n");
            assertThat(captured.status()).isEqualTo(1);
            assertThat(captured.out()).isEqualTo("{}\n");
            assertThat(captured.err()).contains("unix:" + socket + " closed the connection");
            assertThat(requests(server)).doesNotContain("{\"execute\": \"never\"}");
        }
    }

    @Test
    void typesWhatAnAgentIsAskedWithoutASchema() throws IOException {
        String info =
                "{\"return\": {\"supported_commands\": [{\"name\": \"guest-set\", \"enabled\": true}]}, \"id\": $ID}";
        try (FakeServer agent = FakeServer.agent(socket, line -> line.contains("guest-info") ? info : EMPTY)) {
            Captured captured = shell("help\nguest-set count=3\n", "--agent");
            assertThat(captured.out()).startsWith("guest-set\n").endsWith("{}\n");
            assertThat(agent.requests().get(1)).contains("\"arguments\": {\"count\": 3}");
        }
    }

    @Test
    void typesWhatAnAgentIsAskedByItsSchema() throws IOException {
        Path schema = Files.writeString(
                directory.resolve("qga.json"),
                "{ 'command': 'guest-set', 'data': { 'name': 'str', 'size': 'size' } } { 'command': 'guest-ping' }");
        try (FakeServer agent = FakeServer.agent(socket, line -> EMPTY)) {
            Captured captured = shell(
                    "guest-set name=3 size=1K\nguest-set name=x size=1\n", "--agent", "--schema", schema.toString());
            assertThat(captured.out()).isEqualTo("{}\n{}\n");
            assertThat(agent.requests()).hasSize(2);
            assertThat(agent.requests().get(0)).contains("\"arguments\": {\"name\": \"3\", \"size\": 1024}");
        }
    }

    @Test
    void aPasteOfSeveralLinesIsSeveralCommands() {
        assertThat(Lines.commands("one\ntwo a='x\ny'\n{\"execute\":\n\"three\"}\n# it's a comment\n"))
                .containsExactly("one", "two a='x\ny'", "{\"execute\":\n\"three\"}", "# it's a comment", "");
        assertThat(Lines.commands("")).containsExactly("");
    }

    @Test
    void whatMayHoldASecretIsNotRemembered() {
        assertThat(DiscreetHistory.isSecret("set_password protocol=vnc password=x"))
                .isTrue();
        assertThat(DiscreetHistory.isSecret("object-add qom-type=secret id=s data=x"))
                .isTrue();
        assertThat(DiscreetHistory.isSecret("query-status")).isFalse();
    }
}
