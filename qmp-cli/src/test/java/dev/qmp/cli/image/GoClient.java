package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A client written in Go: a program among the test resources, and the library it uses from Debian's packages. */
final class GoClient {
    private static final Path LIBRARIES = Path.of("/usr/share/gocode");
    private static final Path CACHE = QmpImage.shortDirectory();

    private GoClient() {}

    /** Builds a program; skips the test where the compiler or the library is not installed. */
    static Path build(String name, String library) throws IOException, InterruptedException, URISyntaxException {
        assumeTrue(Programs.isInstalled("go"), "no go here");
        assumeTrue(Files.isDirectory(LIBRARIES.resolve("src").resolve(library)), "no Go library " + library + " here");
        Path source =
                Path.of(GoClient.class.getResource("clients/" + name + ".go").toURI());
        Path program = QmpImage.shortDirectory().resolve(name);
        Path log = program.resolveSibling("log");
        ProcessBuilder builder = new ProcessBuilder("go", "build", "-o", program.toString(), source.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "GOPATH", LIBRARIES.toString(),
                        "GO111MODULE", "off",
                        "GOFLAGS", "",
                        "CGO_ENABLED", "0",
                        "GOCACHE", CACHE.toString()));
        Process go = builder.start();
        try {
            int status = go.waitFor();
            assertThat(status).as(Files.readString(log)).isZero();
        } finally {
            go.destroyForcibly();
        }
        return program;
    }
}
