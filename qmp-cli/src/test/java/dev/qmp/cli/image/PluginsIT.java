package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code --plugins}: the example of the documentation, built as it says there, and jars that cannot be used. */
class PluginsIT {
    private static final Path PROJECT = QmpImage.directory().resolve("../../..").normalize();

    private static final Path BUILT = QmpImage.shortDirectory().resolve("built");
    private static final String EXAMPLE = "counter.jar";

    private final Path directory = QmpImage.shortDirectory();
    private final Path plugins = directory.resolve("plugins");
    private final Path socket = directory.resolve("s");

    @Test
    void theExampleServesItsCommands() throws IOException {
        Path unused = example();
        try (RunningQmp server = serve();
                QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            assertExample(peer);
            peer.send("{'execute':'query-qmp-schema','id':1}");
            assertThat(peer.line()).contains("\"COUNTER_CHANGED\"");
            peer.send("{'execute':'quit'}");
            assertThat(server.status()).as(server::stderr).isZero();
        }
    }

    @Test
    void aPlainJarServesAsWell() throws IOException {
        Path modular = example();
        Path classes = Files.createDirectory(directory.resolve("classes"));
        extract(modular, classes);
        Files.delete(classes.resolve("module-info.class"));
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("dev.qmp.dispatch.spi.CommandProvider"), "example.counter.CounterProvider\n", UTF_8);
        Files.delete(modular);
        run("jar", "--create", "--file", plugins.resolve("plain-1.0.jar").toString(), "-C", classes.toString(), ".");
        try (RunningQmp server = serve();
                QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            assertExample(peer);
        }
    }

    @Test
    void aJarThatCannotBeUsedIsNamedWithWhatItMisses() throws IOException {
        Files.createDirectories(plugins);
        zip("a-broken.jar", "junk");
        assertRefused("a-broken.jar: ");
        Files.delete(plugins.resolve("a-broken.jar"));

        zip("empty.jar", null);
        assertRefused("empty.jar: provides neither commands (dev.qmp.dispatch.spi.CommandProvider) nor devices "
                + "(dev.qmp.chardev.spi.ChardevBackend)");
        Files.delete(plugins.resolve("empty.jar"));

        Path module = Files.createDirectory(directory.resolve("m"));
        Files.writeString(module.resolve("module-info.java"), "module wants.sql { requires java.sql; }");
        run("javac", "-d", module.toString(), module.resolve("module-info.java").toString());
        run("jar", "--create", "--file", plugins.resolve("sql.jar").toString(), "-C", module.toString(), ".");
        assertRefused("sql.jar: needs the module java.sql");
    }

    @Test
    void aJarWhoseClassesAreIncompleteIsNamed() throws IOException {
        Path jar = example();
        Path classes = Files.createDirectory(directory.resolve("classes"));
        extract(jar, classes);
        Path source = directory.resolve("Helper.java");
        Files.writeString(
                source, "package example.counter; public class Helper { public static int one() { return 1; } }");
        String code = Files.readString(
                PROJECT.resolve("docs/plugin-example/src/example/counter/CounterProvider.java"), UTF_8);
        Path user = Files.createDirectories(directory.resolve("src")).resolve("CounterProvider.java");
        Files.writeString(
                user,
                code.replace(
                        "commands.value(\"query-counter\"",
                        "int one = Helper.one();\ncommands.value(\"query-counter\""));
        run(
                "javac",
                "--module-path",
                PROJECT.resolve("qmp-cli/target/modules").toString(),
                "--add-modules",
                "dev.qmp.dispatch",
                "-d",
                classes.toString(),
                source.toString(),
                user.toString());
        Files.delete(classes.resolve("module-info.class"));
        Files.delete(classes.resolve("example/counter/Helper.class"));
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("dev.qmp.dispatch.spi.CommandProvider"), "example.counter.CounterProvider\n", UTF_8);
        run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        assertRefused("counter.jar: needs the class example.counter.Helper");
    }

    @Test
    void theOthersStillServeIfThatIsWanted() throws IOException {
        Path unused = example();
        zip("a-broken.jar", "junk");
        try (RunningQmp server =
                        RunningQmp.start(arguments("--plugins-skip-broken")).listeningOn(socket);
                QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            assertExample(peer);
            assertThat(server.stderr())
                    .startsWith("qmp serve: --plugins " + plugins + ": a-broken.jar: ")
                    .contains("; it is skipped\n");
        }
    }

    private static void assertExample(QmpPeer peer) {
        peer.send("{'execute':'counter-add','arguments':{'step':41},'id':1}");
        assertThat(peer.event()).isEqualTo("\"event\": \"COUNTER_CHANGED\", \"data\": {\"value\": 41}}");
        assertThat(peer.line()).isEqualTo("{\"return\": {\"value\": 41}, \"id\": 1}");
        peer.send("{'execute':'counter-add','arguments':{'step':0}}");
        assertThat(peer.line())
                .isEqualTo("{\"error\": {\"class\": \"GenericError\", \"desc\": \"a step of 0 changes nothing\"}}");
        peer.send("{'exec-oob':'query-counter'}");
        assertThat(peer.line()).isEqualTo("{\"return\": {\"value\": 41}}");
    }

    private void assertRefused(String reason) {
        try (RunningQmp qmp = RunningQmp.start(arguments())) {
            assertThat(qmp.status()).isEqualTo(1);
            assertThat(qmp.stderr())
                    .startsWith("qmp serve: --plugins")
                    .contains(reason)
                    .hasLineCount(1);
        }
    }

    private RunningQmp serve() {
        return RunningQmp.start(arguments()).listeningOn(socket);
    }

    private String[] arguments(String... more) {
        List<String> all = new ArrayList<>(
                List.of("serve", "-qmp", "unix:" + socket + ",server=on,wait=off", "--plugins", plugins.toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @BeforeAll
    static void buildExample() {
        try (RunningQmp build = RunningQmp.start(Programs.withJdk(new ProcessBuilder(
                PROJECT.resolve("docs/plugin-example/build.sh").toString(),
                PROJECT.resolve("qmp-cli/target/modules").toString(),
                BUILT.toString())))) {
            assertThat(build.status()).as(build::stderr).isZero();
        }
    }

    private Path example() throws IOException {
        Files.createDirectories(plugins);
        return Files.copy(BUILT.resolve(EXAMPLE), plugins.resolve(EXAMPLE));
    }

    private void zip(String name, String content) throws IOException {
        try (OutputStream out = Files.newOutputStream(plugins.resolve(name))) {
            if (content != null) {
                out.write(content.getBytes(UTF_8));
                return;
            }
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry("readme.txt"));
                zip.closeEntry();
            }
        }
    }

    private static void extract(Path jar, Path target) {
        String tool = Path.of(System.getProperty("java.home"), "bin/jar").toString();
        ProcessBuilder builder = new ProcessBuilder(tool, "--extract", "--file", jar.toString());
        try (RunningQmp extraction = RunningQmp.start(builder.directory(target.toFile()))) {
            assertThat(extraction.status()).as(extraction::stderr).isZero();
        }
    }

    private static void run(String tool, String... arguments) {
        assertThat(ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments))
                .isZero();
    }
}
