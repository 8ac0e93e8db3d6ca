package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.DeviceLevel;
import dev.qmp.chardev.options.DeviceShorthand;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.spi.StandardStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same option strings to the real server and to us: the texts after the prefix must be equal. */
class OptionDifferentialTest {
    private static DeviceLevel level = DeviceLevel.V10_0;

    @TempDir
    Path dir;

    @BeforeAll
    static void needsRealQemu() throws IOException {
        Assumptions.assumeTrue(RealQemu.isInstalled(), RealQemu.PROGRAM + " is not installed: nothing to compare with");
        level = RealQemu.level();
    }

    @BeforeEach
    void files() throws IOException {
        Files.createDirectory(dir.resolve("directory"));
        Files.writeString(dir.resolve("text"), "text");
    }

    static List<String> chardevs() {
        return lines("chardevs.txt");
    }

    static List<String> moreChardevs() {
        return lines("chardevs-long.txt");
    }

    static List<String> differences() {
        return lines("chardevs-ours.txt");
    }

    static List<String> legacyDevices() {
        return lines("legacy-devices.txt");
    }

    @ParameterizedTest
    @MethodSource("chardevs")
    void saysWhatTheRealServerSaysAboutADevice(String line) throws Exception {
        String argument = filled(line);
        assertThat(ours(argument)).isEqualTo(RealQemu.complaints(dir, "-chardev", argument));
    }

    @ParameterizedTest
    @MethodSource("moreChardevs")
    @Tag("long")
    void saysWhatTheRealServerSaysAboutMoreDevices(String line) throws Exception {
        saysWhatTheRealServerSaysAboutADevice(line);
    }

    @ParameterizedTest
    @MethodSource("differences")
    void saysWhyADeviceIsNotHere(String line) throws Exception {
        String[] parts = line.split(" \\| ", 2);
        String argument = filled(parts[0]);
        assertThat(ours(argument)).containsExactly(parts[1]);
        assertThat(RealQemu.complaints(dir, "-chardev", argument)).doesNotContain(parts[1]);
    }

    private String filled(String line) {
        return line.replace("@DIR@", dir.toString()).replace("@LONG@", "x".repeat(120));
    }

    @Test
    void listsTheKeysThatTheRealServerListsAndItsOwn() throws Exception {
        List<String> theirs = RealQemu.output(dir, "-chardev", "null,help");
        List<String> ours = level.options().help().lines().toList();
        assertThat(ours).containsSubsequence(theirs);
        assertThat(ours.stream().filter(line -> !theirs.contains(line)))
                .containsExactly(
                        "  allow-uid=<str>",
                        "  descriptors=<bool (on/off)>",
                        "  max-clients=<num>",
                        "  mode=<str>",
                        "  origin=<str>");
    }

    @Test
    void hasTheTypesOfTheRealServerAndSaysWhyOthersAreNotHere() throws Exception {
        List<String> theirs = new ArrayList<>();
        RealQemu.output(dir, "-chardev", "help").stream()
                .skip(1)
                .map(String::strip)
                .forEach(theirs::add);
        assertThat(theirs).containsAll(registry.backendNames());
        theirs.removeAll(registry.backendNames());
        assertThat(theirs)
                .allSatisfy(type -> assertThat(catchThrowable(() -> registry.add(type + ",id=a,path=x")))
                        .hasMessageStartingWith("'" + type + "' devices are not available here: "));
    }

    @ParameterizedTest
    @MethodSource("legacyDevices")
    void saysWhatTheRealServerSaysAboutAShortForm(String line) throws Exception {
        String argument = line.replace("@DIR@", dir.toString());
        assertThat(oursLegacy(argument)).isEqualTo(RealQemu.complaints(dir, "-qmp", argument));
    }

    private final EventLoop loop = EventLoop.create("main");
    private final List<String> said = new ArrayList<>();
    // The streams of this process belong to the build, which talks to it through them.
    private final ChardevRegistry registry = ChardevRegistry.builder(loop)
            .level(level)
            .notices(said::add)
            .service(
                    StandardStreams.class,
                    new StandardStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream()))
            .load();

    @AfterEach
    void close() {
        registry.close();
        loop.close();
    }

    private List<String> ours(String argument) {
        try {
            OptionString options = OptionString.parse(
                    argument,
                    level.options(),
                    warning -> said.addAll(Arrays.asList(("warning: " + warning).split("\n"))));
            registry.add(options);
        } catch (ChardevException e) {
            add(e);
        }
        return said;
    }

    private List<String> oursLegacy(String argument) {
        try {
            DeviceShorthand device = DeviceShorthand.parse(argument, level.options());
            String existing = device.existingId();
            if (existing == null) {
                registry.add(device.options("compat_monitor0"));
            } else if (registry.find(existing).isEmpty()) {
                said.add("chardev \"" + existing + "\" not found");
            }
        } catch (ChardevException e) {
            add(e);
        }
        return said;
    }

    private void add(ChardevException e) {
        said.add(e.getMessage());
        said.addAll(e.further());
        said.addAll(e.hints());
    }

    private static List<String> lines(String name) {
        try (var in = OptionDifferentialTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .map(line -> line.equals("(empty)") ? "" : line)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
