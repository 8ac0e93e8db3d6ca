package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clients of {@code docs/stand-in-example}, each tested against a stand-in in its own language. */
@Tag("clients")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StandInExamplesIT {
    private static final Path EXAMPLES = DocPage.PROJECT.resolve("docs/stand-in-example");

    private final Path directory = QmpImage.shortDirectory();

    @Test
    void java() throws Exception {
        Path built = MavenExample.build(EXAMPLES, directory, "java", "test");
        assertThat(Files.readString(built.resolve("target/surefire-reports/org.example.lamps.LampsTest.txt")))
                .contains("Tests run: 6, Failures: 0, Errors: 0, Skipped: 0");
    }

    @Test
    void python() {
        assumeTrue(Programs.isInstalled("python3"), "no python3 here");
        assertThat(run("python", Map.of("PYTHONDONTWRITEBYTECODE", "1"), "python3", "test_lamps.py"))
                .contains("Ran 4 tests", "\nOK\n");
    }

    @Test
    void go() {
        assumeTrue(Programs.isInstalled("go"), "no go here");
        Map<String, String> environment = Map.of(
                "GOFLAGS", "", "GO111MODULE", "on", "CGO_ENABLED", "0", "GOCACHE", directory.resolve("cache") + "");
        assertThat(run("go", environment, "go", "test", "-v", "./...").lines())
                .filteredOn(line -> line.startsWith("--- PASS: "))
                .hasSize(4);
    }

    /** Runs a command in a folder of the examples, with the image in its path; returns what it printed. */
    private static String run(String folder, Map<String, String> environment, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(EXAMPLES.resolve(folder).toFile());
        builder.environment().putAll(environment);
        builder.environment()
                .merge(
                        "PATH",
                        QmpImage.directory().resolve("bin").toString(),
                        (path, image) -> image + File.pathSeparator + path);
        try (RunningQmp run = RunningQmp.start(builder)) {
            assertThat(run.status()).as(() -> run.stdout() + run.stderr()).isZero();
            return run.stdout() + run.stderr();
        }
    }
}
