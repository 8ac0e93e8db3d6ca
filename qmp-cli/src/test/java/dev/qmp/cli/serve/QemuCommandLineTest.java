package dev.qmp.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QemuCommandLineTest {
    private static ServeOptions qemu(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--qemu"));
        all.addAll(List.of(arguments));
        return ServeOptions.parse(all);
    }

    @Test
    void keepsWhatAServerKnowsAndSkipsTheRestWithItsArguments() {
        ServeOptions options = qemu(
                "-S",
                "-no-user-config",
                "-machine",
                "none,accel=kvm:tcg",
                "--m",
                "64",
                "-device",
                "-qmp",
                "-sandbox",
                "on,spawn=deny",
                "disk.img",
                "--qmp",
                "unix:/a",
                "-D",
                "log",
                "-append",
                "-S -qmp stdio",
                "-name",
                "guest=g,,h,debug-threads=on",
                "-serial",
                "none",
                "-parallel",
                "none",
                "-monitor",
                "none",
                "-serial",
                "unix:/s,server=on",
                "--preconfig",
                "--schema",
                "my.json",
                "-v");
        assertThat(options.devices())
                .containsExactly(new DeviceOption("-qmp", "unix:/a"), new DeviceOption("-serial", "unix:/s,server=on"));
        assertThat(options.startPaused()).isTrue();
        assertThat(options.logFile()).isEqualTo("log");
        assertThat(options.schemas()).containsExactly("my.json");
        assertThat(options.qemu().guest()).isEqualTo("g,h");
        assertThat(options.qemu().preconfig()).isTrue();
        assertThat(options.qemu().daemonize()).isFalse();
    }

    @Test
    void readsOptionsFromAFile(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("q.cfg"), """
                # monitors

                [chardev "m"]
                  backend = "file"
                  path = "a,b=\\"

                [mon] first
                \tchardev ="m" # the one above
                [machine]
                  type = "none"
                [object "o"]
                  qom-type = "authz-simple"
                  identity = ""
                [name]
                  guest = "g"
                [mon "empty"]
                """);
        ServeOptions options =
                qemu("-qmp", "null", "-readconfig", file.toString(), "--readconfig", "none", "-qmp", "stdio");
        assertThat(options.devices())
                .containsExactly(
                        new DeviceOption("-qmp", "null"),
                        new DeviceOption("-chardev", "id=m,backend=file,path=a,,b=\\", file + ":5"),
                        new DeviceOption("-mon", "chardev=m", file + ":8"),
                        new DeviceOption("-mon", "id=empty", file + ":16"),
                        new DeviceOption("-qmp", "stdio"));
        assertThat(options.objects())
                .containsExactly(new DeviceOption("-object", "id=o,qom-type=authz-simple,identity=", file + ":13"));
        assertThat(options.qemu().guest()).isEqualTo("g");
        assertRefused(
                () -> ServeOptions.parse(List.of("-readconfig", file.toString())),
                file + ":10: There is no option group 'machine'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a = \"b\" | 1: no group defined",
                "[mon]/chardev | 2: parse error, neither [GROUP], [GROUP \"ID\"] nor KEY = \"VALUE\"",
                "[mon]//chardev = m | 3: parse error, neither [GROUP], [GROUP \"ID\"] nor KEY = \"VALUE\"",
                "[mon]/chardev = \"m | 2: parse error, neither [GROUP], [GROUP \"ID\"] nor KEY = \"VALUE\"",
                "[chardev \"m\" | 1: no group defined",
                "[mon]/chardev = \"m\"/[mon | 3: parse error, neither [GROUP], [GROUP \"ID\"] nor KEY = \"VALUE\"",
                "[qmp]/a = \"b\" | 2: There is no option group 'qmp'",
                "[S] | 1: There is no option group 'S'",
                "[name \"x\"]/guest = \"g\" | 2: Invalid parameter 'id'",
                "[add-fd]/fd = \"1\"/set = \"1\" | 3: fd cannot be a standard I/O stream",
                "[run-with]/user = \"nobody\" | 2: not supported here",
            })
    void namesTheLineOfAFileThatIsWrong(String text, String line, @TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("q.cfg"), text.replace('/', '\n'));
        assertRefused(() -> qemu("-readconfig", file.toString()), file + ":" + line);
    }

    @Test
    void saysWhyAFileCannotBeRead(@TempDir Path dir) {
        String none = "-readconfig " + dir + "/none: Could not open '" + dir + "/none': No such file or directory";
        assertRefused(() -> qemu("-readconfig", dir + "/none"), none);
        assertRefused(() -> qemu("-readconfig", "/dev/zero"), "-readconfig /dev/zero: larger than 1 MiB");
        assertRefused(() -> qemu("-readconfig", "/"), "-readconfig /: Could not open '/': Is a directory");
        assertRefused(() -> qemu("-readconfig"), "-readconfig: requires an argument");
    }

    private static void assertRefused(ThrowingCallable start, String line) {
        assertThatThrownBy(start)
                .isInstanceOfSatisfying(
                        StartException.class,
                        refusal -> assertThat(refusal.lines()).first().isEqualTo("qmp serve: " + line));
    }

    @Test
    void mergesNames() {
        assertThat(ServeOptions.parse(List.of("-name", "a", "-name", "process=p"))
                        .qemu()
                        .guest())
                .isEqualTo("a");
        assertThat(ServeOptions.parse(List.of("-name", "a", "-name", "guest=b"))
                        .qemu()
                        .guest())
                .isEqualTo("b");
    }

    /** The texts are those of QEMU, but for the program's name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-foo | `` | -foo: invalid option",
                "--foo | `` | --foo: invalid option",
                "-machine | `` | -machine: requires an argument",
                "-name | a,b=c | -name a,b=c: Invalid parameter 'b'",
                "-name | a,id=b | -name a,id=b: Invalid parameter 'id'",
                "-name | debug-threads=maybe | -name debug-threads=maybe: Parameter 'debug-threads' expects 'on' or 'off'",
                "-add-fd | fd=1,set=1 | -add-fd fd=1,set=1: fd cannot be a standard I/O stream",
                "-add-fd | fd=77,set=1 | -add-fd fd=77,set=1: fd is not valid or already in use",
                "-add-fd | set=1 | -add-fd set=1: fd option is required and must be non-negative",
                "-add-fd | fd=x,set=1 | -add-fd fd=x,set=1: Parameter 'fd' expects a number",
                "-compat | {\"deprecated-input\":\"x\"} | -compat {\"deprecated-input\":\"x\"}: Parameter 'deprecated-input' does not accept value 'x'",
            })
    void refusesAsQemuDoes(String option, String argument, String line) {
        assertThatThrownBy(() -> {
                    if (argument.isEmpty()) {
                        qemu(option);
                    } else {
                        qemu(option, argument);
                    }
                })
                .isInstanceOfSatisfying(
                        StartException.class,
                        refusal ->
                                assertThat(refusal.lines()).first().asString().startsWith("qmp serve: " + line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-chroot", "-runas", "-writeconfig", "-machine help", "-run-with user=nobody"})
    void saysWhatItCannotDo(String option) {
        String[] words = (option.contains(" ") ? option : option + " x").split(" ");
        assertThatThrownBy(() -> qemu(words))
                .isInstanceOfSatisfying(
                        StartException.class,
                        refusal -> assertThat(refusal.lines())
                                .first()
                                .asString()
                                .startsWith("qmp serve: " + words[0] + " " + words[1] + ": "));
    }

    @Test
    void foreignOptionsAreRefusedElsewhere() {
        for (String option : List.of("-machine", "-serial", "-version", "--qmp")) {
            assertThatThrownBy(() -> ServeOptions.parse(List.of(option, "x"))).hasMessageContaining(option);
        }
    }

    @Test
    void objectsMayBeJson() {
        ServeObjects objects = new ServeObjects(qemu().qemu());
        objects.add(object("{\"qom-type\":\"secret\",\"id\":\"a\",\"format\":\"raw\",\"file\":\"/x,y\"}"));
        objects.add(object("{\"qom-type\":\"authz-simple\",\"id\":\"b\",\"identity\":\"CN=x,O=y\"}"));
        objects.add(object("authz-simple,id=c,identity=CN=x,,O=y"));
        assertThat(objects.isAuthorized("b", "CN=x,O=y")).isTrue();
        assertThat(objects.isAuthorized("c", "CN=x,O=y")).isTrue();
        assertThat(objects.isAuthorized("b", "CN=x")).isFalse();
        assertRefused(objects, "secret,id=a", "Duplicate ID 'a' for object");
        assertRefused(objects, "secret", "Parameter 'id' is missing");
        assertRefused(objects, "{\"id\":\"a\"}", "Parameter 'qom-type' is missing");
        assertRefused(objects, "{\"qom-type\":\"authz-simple\"}", "Parameter 'id' is missing");
        assertRefused(objects, "{", "JSON parse error, premature EOI");
        assertRefused(objects, "[1]", "Parameter 'qom-type' does not accept value '[1]'");
        assertRefused(objects, "nosuch,id=a", "Parameter 'qom-type' does not accept value 'nosuch'");
        assertRefused(objects, "authz-simple,,id=a", "Parameter 'qom-type' does not accept value 'authz-simple,id=a'");
        assertThatThrownBy(() -> objects.add(object("help")))
                .isInstanceOf(HelpRequest.class)
                .hasMessageContaining("authz-simple");
        ServeObjects ours = new ServeObjects(ServeOptions.parse(List.of()).qemu());
        assertRefused(ours, "secret,id=a", "Parameter 'qom-type' does not accept value 'secret'");
    }

    private static DeviceOption object(String argument) {
        return new DeviceOption("-object", argument);
    }

    private static void assertRefused(ServeObjects objects, String argument, String reason) {
        assertThatThrownBy(() -> objects.add(object(argument)))
                .isInstanceOfSatisfying(
                        StartException.class,
                        refusal -> assertThat(refusal.lines())
                                .first()
                                .isEqualTo("qmp serve: -object " + argument + ": " + reason));
    }
}
