package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.cli.Main;
import dev.qmp.cli.client.Captured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What a command that fails prints, and its exit status: 2 if the command line alone is wrong, 1 if the work fails, and always 1 for
 * QEMU's options.
 */
class ErrorsIT {
    /** Enough to keep the machine busy, few enough for its memory. */
    private static final int AT_A_TIME = 8;

    private static final Path FILES = QmpImage.shortDirectory();
    private static final String SCHEMA = file("s.json", "{ 'command': 'ping' }\n");
    private static final String BAD_DOCS =
            file("d.json", "##\n# @ping:\n#\n# @x: not there\n##\n{ 'command': 'ping' }\n");
    private static final String BAD_REPLIES = file("r.json", "{\n  'query-status': {'return': nosuch}}\n");
    private static final String HINT = BAD_DOCS
            + ": only the documentation is wrong: '--docs off' ignores it, '--docs warn' goes on with warnings";

    /** A command line without {@code qmp}, the status, and the lines on standard error; a help hint is left out. */
    private record Row(int status, String errors, List<String> arguments) {}

    private static Row usage(String errors, String... arguments) {
        return new Row(2, errors, List.of(arguments));
    }

    private static Row failed(String errors, String... arguments) {
        return new Row(1, errors, List.of(arguments));
    }

    /** Errors of QEMU's options are QEMU's, after the option and its argument. */
    private static List<Row> optionsOfQemu() {
        return List.of(
                failed(
                        "qmp serve: -qmp unix:/nonexistent/x,server=on,wait=off: "
                                + "Failed to bind socket to /nonexistent/x: No such file or directory",
                        "serve",
                        "-qmp",
                        "unix:/nonexistent/x,server=on,wait=off"),
                failed(
                        "qmp serve: -qmp foo: 'foo' is not a valid char driver\nqmp serve: -qmp foo: parse error: foo",
                        "serve",
                        "-qmp",
                        "foo"),
                failed("qmp serve: -chardev null: chardev: no id specified", "serve", "-chardev", "null"),
                failed(
                        "qmp serve: -chardev foo,id=a: 'foo' is not a valid char driver name",
                        "serve",
                        "-chardev",
                        "foo,id=a"),
                failed(
                        "qmp serve: -mon foo,mode=control: chardev \"foo\" not found",
                        "serve",
                        "-mon",
                        "foo,mode=control"),
                failed("qmp serve: -qmp: requires an argument", "serve", "-qmp"),
                failed("qmp serve: -frobnicate: invalid option", "serve", "-frobnicate"),
                failed("qmp serve: -chardv: invalid option; did you mean '-chardev'?", "serve", "-chardv"),
                failed(
                        "qmp serve: -qmp stdio: cannot use stdio by multiple character devices",
                        "serve",
                        "-qmp",
                        "stdio",
                        "-qmp",
                        "stdio"),
                failed("qmp serve: -incoming: requires an argument", "serve", "-incoming"),
                failed(
                        "qmp serve: -incoming bogus:x: unknown migration protocol: bogus:x",
                        "serve",
                        "-chardev",
                        "null,id=unused",
                        "-incoming",
                        "bogus:x"),
                failed(
                        "qmp serve: -incoming unix:/nonexistent/x: Failed to bind socket to /nonexistent/x: "
                                + "No such file or directory",
                        "serve",
                        "-chardev",
                        "null,id=unused",
                        "-incoming",
                        "unix:/nonexistent/x"));
    }

    private static List<Row> wrongCommandLines() {
        return List.of(
                usage("qmp: unknown subcommand 'serv'; did you mean 'serve'?", "serv"),
                usage("qmp: unknown option '--verson'; did you mean '--version'?", "--verson"),
                usage("qmp: unknown subcommand 'nosuch'", "help", "nosuch"),
                usage("qmp serve: unknown option '--nosuch'", "serve", "--nosuch"),
                usage("qmp serve: --report-version needs an argument", "serve", "--report-version"),
                usage(
                        "qmp serve: --report-version: '7' is not of the form MAJOR.MINOR.MICRO[:PACKAGE]",
                        "serve",
                        "--report-version",
                        "7"),
                usage("qmp serve: --spin: '-1' is not a non-negative integer", "serve", "--spin", "-1"),
                usage("qmp serve: --docs: 'x' is not one of strict, warn, off", "serve", "--docs", "x"),
                usage(
                        "qmp serve: --ready-fd: '1' is not the number of an open pipe or socket, other than 0, 1 and 2",
                        "serve",
                        "--ready-fd",
                        "1"),
                usage("qmp exec: ADDRESS is missing", "exec"),
                usage("qmp exec: COMMAND is missing", "exec", "s"),
                usage("qmp exec: 'x' is not of the form KEY=VALUE", "exec", "s", "query-name", "x"),
                usage("qmp exec: unknown option '--obb'; did you mean '--oob'?", "exec", "s", "query-name", "--obb"),
                usage("qmp exec: --args and KEY=VALUE exclude each other", "exec", "s", "x", "a=b", "--args", "{}"),
                usage("qmp exec: --args: '[]' is not a JSON object", "exec", "s", "x", "--args", "[]"),
                usage("qmp exec: --timeout: 'x' is not a number of seconds", "exec", "s", "x", "--timeout", "x"),
                usage("qmp exec: --timeout needs an argument", "exec", "s", "x", "--timeout"),
                usage("qmp exec: --timeout is given twice", "exec", "s", "x", "--timeout", "1", "--timeout", "2"),
                usage("qmp events: --count: '0' is not a positive integer", "events", "s", "--count", "0"),
                usage("qmp shell: ADDRESS is missing", "shell"),
                usage(
                        "qmp bench: --requests and --duration exclude each other",
                        "bench",
                        "s",
                        "--requests",
                        "1",
                        "--duration",
                        "1"),
                usage("qmp json: unknown argument '--nosuch'", "json", "--nosuch"),
                usage("qmp completion: 'fish' is neither bash nor zsh", "completion", "fish"),
                usage("qmp schema: an action is needed: check, introspect, diff, generate, doc or replies", "schema"),
                usage("qmp schema: unknown action 'chek'; did you mean 'check'?", "schema", "chek"),
                usage("qmp schema: --docs: 'x' is not one of strict, warn, off", "schema", "check", "--docs", "x", "f"),
                usage("qmp schema: check needs a schema file", "schema", "check"),
                usage("qmp schema: doc needs a directory to write to, -o", "schema", "doc", "x"),
                usage("qmp schema: -o needs an argument", "schema", "doc", "x", "-o"),
                usage("qmp schema: option 'title' needs a text", "schema", "doc", SCHEMA, "-o", "x", "--title", ""),
                usage("qmp schema: doc needs one schema file, and 'y' is a second one", "schema", "doc", "x", "y"),
                usage(
                        "qmp schema: --lang: 'kotlin' is not supported; the only language is java",
                        "schema",
                        "generate",
                        SCHEMA,
                        "--lang",
                        "kotlin",
                        "-o",
                        "x"));
    }

    private static List<Row> workThatFails() {
        return List.of(
                failed("qmp serve: --replies nope: No such file or directory", "serve", "--replies", "nope"),
                failed(
                        "qmp serve: --replies " + BAD_REPLIES + ":2:30: JSON parse error, invalid keyword 'nosuch'",
                        "serve",
                        "--replies",
                        BAD_REPLIES),
                failed(
                        "qmp serve: can't read schema file 'nope': No such file or directory",
                        "serve",
                        "--schema",
                        "nope"),
                failed(
                        "qmp serve: can't read schema file 'nope': No such file or directory",
                        "serve",
                        "--schema-add",
                        "nope"),
                failed(
                        "qmp serve: " + BAD_DOCS + ":4: documented member 'x' does not exist\nqmp serve: " + HINT,
                        "serve",
                        "--schema",
                        BAD_DOCS),
                failed(
                        "qmp serve: --log /nonexistent/x: No such file or directory",
                        "serve",
                        "--log",
                        "/nonexistent/x"),
                failed("qmp serve: --plugins nope: No such file or directory", "serve", "--plugins", "nope"),
                failed("qmp exec: --log /: Is a directory", "exec", "s", "x", "--log", "/"),
                failed(
                        "qmp exec: cannot connect to unix:/nonexistent/s: No such file or directory",
                        "exec",
                        "/nonexistent/s",
                        "x"),
                failed(
                        "qmp bench: cannot connect to unix:/nonexistent/s: No such file or directory",
                        "bench",
                        "/nonexistent/s"),
                failed("can't read schema file 'nope': No such file or directory", "schema", "check", "nope"),
                failed(
                        BAD_DOCS + ":4: documented member 'x' does not exist\nqmp schema: " + HINT,
                        "schema",
                        "check",
                        BAD_DOCS),
                failed(
                        "qmp schema: nope: No such file or directory",
                        "schema",
                        "diff",
                        "--allow",
                        "nope",
                        SCHEMA,
                        SCHEMA),
                failed(
                        "qmp schema: cannot write /proc/x: No such file or directory",
                        "schema",
                        "doc",
                        SCHEMA,
                        "-o",
                        "/proc/x"),
                failed(
                        "qmp schema: cannot write " + SCHEMA + ": Not a directory",
                        "schema",
                        "generate",
                        SCHEMA,
                        "--lang",
                        "java",
                        "--package",
                        "x",
                        "-o",
                        SCHEMA));
    }

    @Test
    void everySubcommandFollowsOneRule() {
        List<Row> rows = new ArrayList<>(optionsOfQemu());
        rows.addAll(wrongCommandLines());
        rows.addAll(workThatFails());
        // What begins to serve or to log changes the process for good.
        Map<Boolean, List<Row>> byEffect = rows.stream()
                .collect(Collectors.partitioningBy(row -> row.arguments().get(0).equals("serve")
                        || row.arguments().contains("--log")));
        SoftAssertions all = new SoftAssertions();
        for (Row row : byEffect.get(false)) {
            assertRow(all, row, Captured.of("", () -> Main.run(row.arguments())));
        }
        List<Row> ofTheImage = byEffect.get(true);
        run(
                ofTheImage.stream().map(Row::arguments).toList(),
                (index, qmp) ->
                        assertRow(all, ofTheImage.get(index), new Captured(qmp.status(), qmp.stdout(), qmp.stderr())));
        all.assertAll();
    }

    private static void assertRow(SoftAssertions all, Row row, Captured qmp) {
        all.assertThat(qmp.status()).as("%s", row.arguments()).isEqualTo(row.status());
        all.assertThat(qmp.err().replaceFirst("; see 'qmp[ a-z]* --help'\n\\z", "\n"))
                .as("%s", row.arguments())
                .isEqualTo(row.errors() + "\n");
        all.assertThat(qmp.err().contains(" --help'\n"))
                .as("%s: help is mentioned where the command line is wrong", row.arguments())
                .isEqualTo(row.status() == 2 && !row.errors().endsWith("?"));
        all.assertThat(qmp.out()).as("%s", row.arguments()).isEmpty();
    }

    /** What the user typed is repeated in the error, and is still one line, without effect on a terminal. */
    @Test
    void escapesWhatWasTyped() {
        String typed = "a\nb\u001b[31m\u009b\u007f\u202e";
        String shown = "a\\nb\\u001b[31m\\u009b\\u007f\\u202e";
        List<List<String>> commands = List.of(
                List.of(typed),
                List.of("serve", "-" + typed),
                List.of("serve", "--" + typed),
                List.of("serve", "-chardev", typed + ",id=a"),
                List.of("serve", "-mon", typed),
                List.of("serve", "-object", typed),
                List.of("serve", "-compat", typed + "=x"),
                List.of("serve", "-incoming", typed, "-chardev", "null,id=a"),
                List.of("serve", "-pidfile", "/nonexistent/" + typed),
                List.of("serve", "--log", "/nonexistent/" + typed),
                List.of("serve", "--spin", typed),
                List.of("serve", "--report-version", typed),
                List.of("serve", "--replies", typed),
                List.of("serve", "--schema", typed),
                List.of("serve", "--plugins", typed),
                List.of("exec", typed, "query-status"),
                List.of("exec", "--timeout", typed, "x", "y"),
                List.of("events", typed),
                List.of("shell", typed),
                List.of("bench", typed),
                List.of("json", typed),
                List.of("schema", typed),
                List.of("completion", typed));
        run(commands, (index, qmp) -> {
            assertThat(qmp.status()).as("%s", commands.get(index)).isBetween(1, 2);
            assertThat(qmp.stderr())
                    .as("%s", commands.get(index))
                    .hasLineCount(1)
                    .startsWith("qmp")
                    .contains(shown);
        });
    }

    /** Results that are lost are an error, whatever printed them. */
    @Test
    void outputThatCannotBeWrittenIsAnError() throws IOException {
        List<List<String>> commands = List.of(
                List.of("--version"),
                List.of("help", "exec"),
                List.of("schema", "introspect", SCHEMA),
                List.of("json"));
        for (List<String> command : commands) {
            ProcessBuilder builder = QmpImage.command(command.toArray(String[]::new))
                    .redirectOutput(Path.of("/dev/full").toFile());
            Process process = builder.start();
            process.getOutputStream().write("1\n".getBytes(UTF_8));
            process.getOutputStream().close();
            String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
            assertThat(errors)
                    .as("%s", command)
                    .startsWith("qmp " + command.get(0) + ": standard output: No space left on device")
                    .hasLineCount(1);
            assertThat(process.onExit().join().exitValue()).as("%s", command).isEqualTo(1);
        }
    }

    /** What to do with an ended process. */
    private interface Check {
        void accept(int index, RunningQmp qmp);
    }

    /** Runs commands side by side: starting takes the time. */
    private static void run(List<List<String>> commands, Check check) {
        for (int start = 0; start < commands.size(); start += AT_A_TIME) {
            RunningQmp[] running = commands.subList(start, Math.min(start + AT_A_TIME, commands.size())).stream()
                    .map(command -> RunningQmp.start(command.toArray(String[]::new)))
                    .toArray(RunningQmp[]::new);
            try {
                for (int i = 0; i < running.length; i++) {
                    check.accept(start + i, running[i]);
                }
            } finally {
                Arrays.stream(running).forEach(RunningQmp::close);
            }
        }
    }

    private static String file(String name, String text) {
        try {
            return Files.writeString(FILES.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
