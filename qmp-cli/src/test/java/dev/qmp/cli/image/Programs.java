package dev.qmp.cli.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What is installed beside the project; tests that need something else are skipped. */
final class Programs {
    private Programs() {}

    /** Tells whether a program is found as a shell would find it. */
    static boolean isInstalled(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }
}
