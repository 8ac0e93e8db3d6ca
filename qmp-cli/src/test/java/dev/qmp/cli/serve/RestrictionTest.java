package dev.qmp.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.cli.usage.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictionTest {
    @TempDir
    Path directory;

    private final Restriction restriction = new Restriction();

    private static ChardevOptions device(String type, String... options) {
        return new ChardevOptions("d", type, OptionString.of(options), ChardevOptions.Origin.MONITOR);
    }

    @Test
    void withoutOptionsEverythingIsAllowed() {
        assertThatCode(() -> restriction.check(device("file", "path", "/etc/passwd")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "pipe", "serial", "parallel", "stdio", "udp", "pty", "vc"})
    void restrictedClientsReachNoFilesAndNoOtherMachines(String type) {
        restriction.restrict();
        assertThatThrownBy(() -> restriction.check(device(type))).isInstanceOf(ChardevException.class);
    }

    @Test
    void restrictedClientsMayListenAndKeepThingsInMemory() {
        restriction.restrict();
        restriction.check(device("ringbuf"));
        restriction.check(device("null"));
        restriction.check(device("socket", "host", "127.0.0.1", "port", "0"));
        List<ChardevOptions> refused = new ArrayList<>(List.of(
                device("socket", "host", "127.0.0.1", "port", "1", "server", "off"),
                device("socket", "fd", "3"),
                device("socket", "path", "/tmp/x"),
                device("null", "logfile", "/tmp/log")));
        refused.forEach(each -> assertThatThrownBy(() -> restriction.check(each))
                .isInstanceOf(ChardevException.class)
                .hasMessageStartingWith("Clients may not"));
    }

    @Test
    void pathsAreBelowTheDirectoryWhereverLinksLead() throws IOException {
        Path inside = Files.createDirectory(directory.resolve("inside"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createDirectory(inside.resolve("sub"));
        Files.createSymbolicLink(inside.resolve("way-out"), outside);
        Files.createSymbolicLink(inside.resolve("file-out"), outside.resolve("file"));
        Files.writeString(outside.resolve("file"), "");
        restriction.prefix("--path-prefix", inside.toString());
        for (String good : new String[] {"a", "sub/a", "sub/../a"}) {
            restriction.check(device("file", "path", inside + "/" + good));
        }
        restriction.check(device("null"));
        for (String bad : new String[] {
            inside + "/../outside/a",
            inside + "/way-out/a",
            inside + "/file-out",
            inside + "-not/a",
            inside.toString(),
            inside + "/sub/..",
            inside + "/missing/a",
            outside + "/a",
            "/etc/passwd",
            "relative",
            "nul\0"
        }) {
            for (String key : new String[] {"path", "logfile", "input-path"}) {
                assertThatThrownBy(() -> restriction.check(device("file", key, bad)))
                        .as("%s=%s", key, bad)
                        .isInstanceOf(ChardevException.class)
                        .hasMessageContaining("is not below '" + inside.toRealPath() + "'");
            }
        }
    }

    @Test
    void aPrefixThatIsNotADirectoryIsAnError() {
        assertThatThrownBy(() -> restriction.prefix("--path-prefix", directory + "/missing"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--path-prefix: " + directory + "/missing: No such file or directory");
        assertThat(directory).isDirectory();
    }
}
