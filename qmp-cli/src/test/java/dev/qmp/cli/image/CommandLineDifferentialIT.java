package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same options to the image and to a real QEMU: the same lines on both streams, and the same exit status. */
class CommandLineDifferentialIT {
    /** A monitor on a device that is not there: the start ends here if everything before it was right. */
    private static final List<String> END = List.of("-mon", "the-end");

    /** What a process printed, and how it ended. */
    private record Outcome(int status, List<String> errors, List<String> output) {}

    /** Arguments of {@code -mon}; there is a device c0. QEMU does not take JSON here. */
    static List<String> monitors() {
        return """
                {"chardev":"a"}
                {"chardev":"a","mode":"control"}
                {}
                {
                 {"chardev":"a"}
                {"chardev":"c0","pretty":true}
                ["c0"]
                foo

                mode=control
                c0,mode=foo
                c0,mode=control,pretty=maybe
                c0,mode=control,pretty=
                c0,pretty=on
                c0,mode=readline,pretty=off
                c0,mode=control,pretty
                c0,mode=control,nopretty
                c0,mode=
                c0,mode=CONTROL
                c0,id=0a
                c0,id=
                c0,foo=1
                c0,foo
                chardev=,mode=control
                chardev=c0,chardev=foo
                c0,,foo
                help
                c0,mode=help
                c0,mode=control,mode=readline,pretty=on
                ,c0
                c0,
                c0,,
                c0,mode=control,default=on""".lines().toList();
    }

    @ParameterizedTest
    @MethodSource("monitors")
    @Tag("long")
    void saysTheSameAboutAMonitor(String argument) {
        assertSame("-chardev", "null,id=c0", "-mon", argument);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0,foo", "c0,mode=control,pretty", "help"})
    void saysTheSameAboutSomeMonitors(String argument) {
        assertSame("-chardev", "null,id=c0", "-mon", argument);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"backend\":{\"type\":\"null\",\"data\":{}}}",
                "{\"backend\":\"null\",\"id\":\"a\"}",
                "{}",
                "{id=a",
                "null,id=a,wait",
                "socket,id=a,path=u1,server,nowait,foo",
                "null,id=a,size=0x10k,foo=1",
            })
    @Tag("long")
    void saysTheSameAboutADevice(String argument) {
        assertSame("-chardev", argument);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"qom-type\":\"authz-simple\",\"id\":\"a\",\"identity\":\"x\"}",
                "{\"qom-type\":\"authz-simple\",\"id\":\"a\"}",
                "{\"qom-type\":\"authz-simple\"}",
                "{\"id\":\"a\"}",
                "{",
                "{\"qom-type\":\"nosuch\",\"id\":\"a\"}",
                "authz-simple,,id=a",
                "authz-simple",
                "authz-simple,id=a,identity",
                "authz-simple,id=a,identity=x,foo=1",
                "authz-simple,id=0a,identity=x",
                "id=a",
                "=x",
            })
    @Tag("long")
    void saysTheSameAboutAnObject(String argument) {
        assertSame("-object", argument);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0,id=m", "c0,mode=control,id=m"})
    @Tag("long")
    void saysTheSameAboutAnIdThatIsTaken(String second) {
        assertSame("-chardev", "null,id=c0", "-chardev", "null,id=c1", "-mon", "c1,id=m", "-mon", second);
    }

    private static void assertSame(String... options) {
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed: nothing to compare with");
        List<String> qemu =
                new ArrayList<>(List.of(RunningQemu.PROGRAM, "-M", "none", "-nodefaults", "-display", "none"));
        qemu.addAll(List.of(options));
        qemu.addAll(END);
        List<String> ours = new ArrayList<>(QmpImage.command("serve", "--qemu", "--level", RunningQemu.LEVEL)
                .command());
        ours.addAll(List.of(options));
        ours.addAll(END);
        assertThat(outcome(ours)).isEqualTo(outcome(qemu));
    }

    private static Outcome outcome(List<String> command) {
        try (RunningQmp process = RunningQmp.start(new ProcessBuilder(command))) {
            int status = process.status();
            return new Outcome(
                    status,
                    process.stderr()
                            .lines()
                            .map(line -> line.replaceFirst("^(qmp serve|[^ ]*qemu-system-x86_64): ", "PROG: "))
                            .toList(),
                    process.stdout().lines().toList());
        }
    }
}
