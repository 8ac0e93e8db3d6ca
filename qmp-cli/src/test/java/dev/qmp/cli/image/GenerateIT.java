package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code qmp schema generate}, and the same in a Maven build of its own. */
class GenerateIT {
    private static final Path PROJECT = QmpImage.directory().resolve("../../..").normalize();

    private final Path directory = QmpImage.shortDirectory();

    @Test
    void writesClassesWithoutAWord() throws IOException {
        Path schema = Files.writeString(directory.resolve("s.json"), "{ 'command': 'ping', 'data': { 'a': 'int' } }\n");

        RunningQmp run = RunningQmp.start(
                "schema",
                "generate",
                schema.toString(),
                "--lang",
                "java",
                "--package",
                "a.b",
                "-o",
                directory.toString());

        assertThat(run.status()).as(run::stderr).isZero();
        assertThat(run.stderr()).isEmpty();
        assertThat(directory.resolve("a/b/PingArguments.java")).exists();
        assertThat(directory.resolve("a/b/SCommandsProvider.java")).exists();
    }

    @Test
    void bothSidesOfHostileNamesCompileWithTheirDocumentation() throws IOException {
        compiles(PROJECT.resolve("qmp-qapi/src/test/resources/java/hostile.json"), "strict");
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"7.2, warn", "10.1, strict"})
    void bothSidesOfTheWholeOfQemuCompileWithTheirDocumentation(String release, String docs) throws IOException {
        Path schema = PROJECT.resolve("../shared/qemu").resolve(release).resolve("qapi/qapi-schema.json");
        assumeTrue(Files.exists(schema), "QEMU's schemas are not at hand: " + schema);
        compiles(schema, docs);
    }

    private void compiles(Path schema, String docs) throws IOException {
        Path sources = directory.resolve("sources");
        RunningQmp run = generate(
                schema.toString(),
                "--lang",
                "java",
                "--package",
                "a.b",
                "--side",
                "both",
                "--docs",
                docs,
                "-o",
                sources.toString());
        assertThat(run.status()).as(run::stderr).isZero();
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-Xlint:all,-processing",
                "-Xdoclint:all/protected",
                "-Werror",
                "-d",
                directory.resolve("classes").toString(),
                "-cp",
                jars()));
        try (Stream<Path> files = Files.list(sources.resolve("a/b"))) {
            files.forEach(file -> arguments.add(file.toString()));
        }
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages, true);
        int status = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertThat(status).as(messages.toString()).isZero();
    }

    private static String jars() throws IOException {
        try (Stream<Path> files = Files.list(PROJECT.resolve("qmp-cli/target/modules"))) {
            return files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path good = Files.writeString(directory.resolve("s.json"), "{ 'command': 'ping' }\n");
        Path bad = Files.writeString(directory.resolve("bad.json"), "{ 'command': 'ping', 'data': 'nosuch' }\n");
        String there = directory.toString();
        refuses(2, "generate needs a schema file; see 'qmp schema generate --help'");
        refuses(2, "generate needs --lang; see 'qmp schema generate --help'", good.toString());
        refuses(
                2,
                "no package is given; see 'qmp schema generate --help'",
                good.toString(),
                "--lang",
                "java",
                "-o",
                there);
        RunningQmp run = generate(bad.toString(), "--lang", "java", "--package", "a", "-o", there);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.stderr()).endsWith(bad + ":1: command's 'data' uses unknown type 'nosuch'\n");
    }

    private static RunningQmp generate(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("schema", "generate"));
        all.addAll(List.of(arguments));
        return RunningQmp.start(all.toArray(String[]::new));
    }

    private static void refuses(int status, String message, String... arguments) throws IOException {
        RunningQmp run = generate(arguments);
        assertThat(run.status()).as(message).isEqualTo(status);
        assertThat(run.stderr()).isEqualTo("qmp schema: " + message + "\n");
    }

    @Test
    @Tag("long")
    void theMavenExampleBuildsAndServes() throws Exception {
        Path example = MavenExample.build(PROJECT.resolve("docs/generate-example"), directory, ".", "package");

        Path socket = directory.resolve("s");
        try (RunningQmp server = RunningQmp.start(
                                "serve",
                                "--plugins",
                                example.resolve("target").toString(),
                                "-qmp",
                                "unix:" + socket + ",server=on,wait=off")
                        .listeningOn(socket);
                QmpPeer peer = QmpPeer.negotiated(socket, false)) {
            peer.send("{'execute':'hello','arguments':{'name':'you','times':2}}");
            assertThat(peer.line()).contains("\"event\": \"HELLO_SAID\"", "\"name\": \"you\"");
            assertThat(peer.line()).isEqualTo("{\"return\": [{\"text\": \"hello, you\"}, {\"text\": \"hello, you\"}]}");
            peer.send("{'execute':'hello','arguments':{'name':'you','times':256}}");
            assertThat(peer.line()).contains("Parameter 'times' expects uint8_t");
            peer.send("{'execute':'quit'}");
            assertThat(server.status()).as(server::stderr).isZero();
        }
    }
}
