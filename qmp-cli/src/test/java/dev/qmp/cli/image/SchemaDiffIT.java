package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code qmp schema diff}. */
class SchemaDiffIT {
    private static final String OLD = """
            { 'struct': 'Lamp', 'data': { 'name': 'str', '*colour': 'str' } }
            { 'command': 'lamp-paint', 'data': { 'lamp': 'Lamp' } }
            { 'command': 'lamp-drop' }
            """;
    private static final String NEW = """
            { 'struct': 'Light', 'data': { 'name': 'str', 'colour': 'str' } }
            { 'command': 'lamp-paint', 'data': { 'lamp': 'Light' } }
            { 'command': 'lamp-list' }
            """;

    private final Path directory = QmpImage.shortDirectory();

    private record Result(int status, String out, String err) {}

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static Result run(Object... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("schema", "diff"));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        try (RunningQmp qmp = RunningQmp.start(words.toArray(String[]::new))) {
            return new Result(qmp.status(), qmp.stdout(), qmp.stderr());
        }
    }

    @Test
    void tellsWhatBreaksWhomAndWhy() throws IOException {
        Path older = write("old.json", OLD);
        Path newer = write("new.json", NEW);

        Result result = run(older, newer);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("""
                Commands

                lamp-drop: command removed
                    clients: breaking, old clients that run it get an error
                    servers: compatible, new clients do not run it
                    at OLD:3
                lamp-list: command added
                    clients: compatible, old clients do not run it
                    servers: breaking, an old server does not have it
                    at NEW:3
                lamp-paint.arguments.lamp.colour: now mandatory
                    clients: breaking, old clients may leave it out
                    servers: compatible, an old server is always sent it
                    at OLD:1 -> NEW:1

                Types

                Lamp: struct type removed
                    at OLD:1
                Light: struct type added
                    at NEW:1

                5 changes: 2 breaking for clients, 1 for servers, 0 newly deprecated or unstable
                """.replace("OLD", older.toString()).replace("NEW", newer.toString()));
    }

    @Test
    void leavesOutWhatIsAllowedAndNamesWhatIsNoLongerNeeded() throws IOException {
        Path older = write("old.json", OLD);
        Path newer = write("new.json", NEW);
        Path allowed = write("allowed.txt", "lamp-drop  # nobody used it\n*.colour made-mandatory\nlamp-find\n");

        Result result = run("--allow", allowed, older, newer);

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("lamp-drop: command removed, allowed\n", "; 2 allowed");
        assertThat(result.err()).isEqualTo("qmp schema: warning: " + allowed + ":3: no change matches 'lamp-find'\n");
    }

    @Test
    void judgesForServersOnDemand() throws IOException {
        Path older = write("old.json", "{ 'command': 'lamp-drop' } { 'command': 'stay' }");
        Path newer = write("new.json", "{ 'command': 'stay' }");

        assertThat(run("--for", "server", older, newer).status()).isZero();
        assertThat(run("--for", "server", newer, older).status()).isEqualTo(1);
        assertThat(run("--for", "client", newer, older).status()).isZero();
        assertThat(run(older, older)).isEqualTo(new Result(0, "no changes\n", ""));
    }

    @Test
    void printsJsonAndMarkdown() throws IOException {
        Path older = write("old.json", OLD);
        Path newer = write("new.json", NEW);

        var json = JsonText.parse(run("--json", older, newer).out()).asJsonObject();
        assertThat(json.getInt("breaking-for-clients")).isEqualTo(2);
        var change = json.getJsonArray("changes").getJsonObject(2);
        assertThat(change.getString("path")).isEqualTo("lamp-paint.arguments.lamp.colour");
        assertThat(change.getString("kind")).isEqualTo("made-mandatory");
        assertThat(change.getJsonObject("clients").getString("verdict")).isEqualTo("breaking");
        assertThat(change.getJsonObject("old").getInt("line")).isEqualTo(1);

        assertThat(run("--markdown", older, newer).out())
                .contains("## Commands", "### `lamp-paint`")
                .contains("| `.arguments.lamp.colour` | now mandatory | **breaking**: old clients may leave it out |");
    }

    @Test
    void takesIntrospectionRepliesAndServers() throws IOException {
        Path older = write("old.json", OLD);
        String list;
        try (RunningQmp qmp = RunningQmp.start("schema", "introspect", older.toString())) {
            assertThat(qmp.status()).isZero();
            list = qmp.stdout();
        }
        Path array = write("array.json", list);
        Path reply = write("reply.json", "{\"return\": " + list.strip() + ", \"id\": 1}\n");

        assertThat(run(array, older).out()).isEqualTo("no changes\n");
        assertThat(run(older, reply).out()).isEqualTo("no changes\n");

        Path socket = directory.resolve("s");
        Result refused = run("unix:" + socket, older);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains(socket.toString()).hasLineCount(1);
        try (RunningQmp qmp = RunningQmp.serve(socket)) {
            assertThat(run(socket, "unix:" + socket)).isEqualTo(new Result(0, "no changes\n", ""));
            assertThat(run(socket, older).out()).contains("query-status: command removed");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | a | NEW is missing; see 'qmp schema diff --help'",
                "2 | --for nobody a b | --for: 'nobody' is neither client nor server; see 'qmp schema diff --help'",
                "2 | --json --markdown a b | --markdown and --json exclude each other; see 'qmp schema diff --help'",
                "2 | --jsno a b | unknown option '--jsno'; did you mean '--json'?",
                "1 | --allow nosuch a b | nosuch: No such file or directory",
                "1 | nosuch.json b | can't read schema file 'nosuch.json': No such file or directory"
            })
    void refusesWhatItCannotUse(int status, String arguments, String message) throws IOException {
        Result result = run((Object[]) arguments.split(" ", -1));
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.err()).isEqualTo("qmp schema: " + message + "\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAnInput() throws IOException {
        Path list = write("list.json", "[ { \"name\": \"x\" } ]");
        Path broken = write("broken.json", "[ { \"name\" ]");
        Path bad = write("bad.json", "{ 'command': 'c', 'data': 'Nosuch' }");
        Path allowed = write("allowed.txt", "a gone\n");

        assertThat(run(list, list).err())
                .isEqualTo("qmp schema: " + list
                        + ": introspection cannot be understood: an entry has no string 'meta-type'\n");
        assertThat(run(broken, broken).err())
                .startsWith("qmp schema: " + broken + ": JSON parse error")
                .hasLineCount(1);
        assertThat(run(bad, bad).err())
                .isEqualTo("qmp schema: " + bad + ":1: command's 'data' uses unknown type 'Nosuch'\n");
        assertThat(run("--allow", allowed, list, list).err())
                .isEqualTo("qmp schema: " + allowed + ":1: 'gone' is not a kind of change\n");
    }
}
