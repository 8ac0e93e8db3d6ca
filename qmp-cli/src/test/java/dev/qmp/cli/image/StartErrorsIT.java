package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a command line that cannot be served gets: a clear text on the error stream, and a status. */
class StartErrorsIT {
    @Test
    void refusesAnUnusableDeviceWithOneMessageAndStatusOne() {
        assertError(
                1,
                "qmp serve: -qmp unix:/nonexistent/x,server=on,wait=off: "
                        + "Failed to bind socket to /nonexistent/x: No such file or directory\n",
                "-qmp",
                "unix:/nonexistent/x,server=on,wait=off");
    }

    @Test
    void usesTheWordsOfQemuForItsOptions() {
        assertError(
                1,
                "qmp serve: -qmp foo: 'foo' is not a valid char driver\nqmp serve: -qmp foo: parse error: foo\n",
                "-qmp",
                "foo");
        assertError(1, "qmp serve: -chardev null: chardev: no id specified\n", "-chardev", "null");
        assertError(1, "qmp serve: -chardev foo,id=a: 'foo' is not a valid char driver name\n", "-chardev", "foo,id=a");
        assertError(1, "qmp serve: -mon foo,mode=control: chardev \"foo\" not found\n", "-mon", "foo,mode=control");
        assertError(1, "qmp serve: -qmp: requires an argument\n", "-qmp");
        assertError(1, "qmp serve: -frobnicate: invalid option\n", "-frobnicate");
        assertError(
                1,
                "qmp serve: -qmp stdio: cannot use stdio by multiple character devices\n",
                "-qmp",
                "stdio",
                "-qmp",
                "stdio");
    }

    @Test
    void refusesAnAddressWhereNoMigrationCanBeAwaited() {
        assertError(
                1,
                "qmp serve: -incoming bogus:x: unknown migration protocol: bogus:x\n",
                "-chardev",
                "null,id=unused",
                "-incoming",
                "bogus:x");
        assertError(
                1,
                "qmp serve: -incoming unix:/nonexistent/x: Failed to bind socket to /nonexistent/x: "
                        + "No such file or directory\n",
                "-chardev",
                "null,id=unused",
                "-incoming",
                "unix:/nonexistent/x");
        assertError(1, "qmp serve: -incoming: requires an argument\n", "-incoming");
    }

    @Test
    void refusesItsOwnOptionsWithStatusTwo() {
        assertError(2, "qmp serve: unknown option '--nosuch'; see 'qmp serve --help'\n", "--nosuch");
        assertError(2, "qmp serve: --report-version needs an argument; see 'qmp serve --help'\n", "--report-version");
        assertError(
                2,
                "qmp serve: --report-version: '7' is not of the form MAJOR.MINOR.MICRO[:PACKAGE]; see 'qmp serve --help'\n",
                "--report-version",
                "7");
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
                List.of("serve", "--plugins", typed),
                List.of("exec", typed, "query-status"),
                List.of("exec", "--timeout", typed, "x", "y"),
                List.of("events", typed),
                List.of("shell", typed),
                List.of("bench", typed),
                List.of("json", typed),
                List.of("schema", typed),
                List.of("completion", typed));
        List<RunningQmp> running = commands.stream() // side by side: starting takes the time
                .map(command -> RunningQmp.start(command.toArray(String[]::new)))
                .toList();
        for (int i = 0; i < commands.size(); i++) {
            try (RunningQmp qmp = running.get(i)) {
                assertThat(qmp.status()).as("%s", commands.get(i)).isBetween(1, 2);
                assertThat(qmp.stderr())
                        .as("%s", commands.get(i))
                        .hasLineCount(1)
                        .startsWith("qmp")
                        .contains(shown);
            }
        }
    }

    private static void assertError(int status, String stderr, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "serve";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (RunningQmp qmp = RunningQmp.start(arguments)) {
            assertThat(qmp.status()).as("%s", List.of(options)).isEqualTo(status);
            assertThat(qmp.stderr()).isEqualTo(stderr);
            assertThat(qmp.stdout()).isEmpty();
        }
    }
}
