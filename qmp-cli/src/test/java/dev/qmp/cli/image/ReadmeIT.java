package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.testing.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The README's examples, as they stand there. */
class ReadmeIT {
    private static final String MODULES =
            DocPage.PROJECT.resolve("qmp-cli/target/modules").toString();

    @Test
    void theProviderCompilesAndServes() throws IOException {
        String source = block("java", "class GreetProvider");
        Path directory = QmpImage.shortDirectory();
        Path file = directory.resolve("GreetProvider.java");
        Files.writeString(file, source);
        ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
        assertThat(compiler.run(
                        System.out,
                        System.err,
                        "-Xlint:all",
                        "-Werror",
                        "--module-path",
                        MODULES,
                        "--add-modules",
                        "dev.qmp.monitor",
                        "-d",
                        directory.toString(),
                        file.toString()))
                .isZero();

        Path socket = directory.resolve("s");
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--module-path",
                MODULES,
                "--add-modules",
                "dev.qmp.monitor,org.eclipse.parsson",
                "--class-path",
                directory.toString(),
                "example.GreetProvider",
                socket.toString());
        try (RunningQmp server = RunningQmp.start(java).listeningOn(socket);
                QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            peer.send("{'exec-oob':'greet','arguments':{'name':'you'},'id':1}");
            assertThat(peer.event()).isEqualTo("\"event\": \"GREETED\", \"data\": {\"name\": \"you\"}}");
            assertThat(peer.line()).isEqualTo("{\"return\": {\"text\": \"Hello, you!\"}, \"id\": 1}");
            peer.send("{'execute':'greet'}{'execute':'quit'}");
            assertThat(peer.line())
                    .isEqualTo("{\"error\": {\"class\": \"GenericError\", \"desc\": \"Parameter 'name' is missing\"}}");
            assertThat(server.status()).isZero();
        }
    }

    @Test
    void theFirstSessionRuns() {
        try (RunningQmp session = RunningQmp.start(new ProcessBuilder(
                DocPage.PROJECT.resolve("docs/first-session.sh").toString()))) {
            assertThat(session.status()).as(session::stdout).isZero();
            assertThat(session.stdout())
                    .contains(
                            "<- {\"return\": {}, \"id\": \"now\"}\n<- {\"return\": {}, \"id\": 3}\n<- {\"return\": {");
            assertThat(session.stderr()).isEmpty();
        }
    }

    private static String block(String language, String part) {
        return DocPage.blocks(DocPage.PROJECT.resolve("README.md")).stream()
                .filter(block ->
                        block.language().equals(language) && block.text().contains(part))
                .map(DocPage.Block::text)
                .findFirst()
                .orElseThrow();
    }
}
