package dev.qmp.cli.image;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What is installed beside the project; tests that need something else are skipped. */
final class Programs {
    private Programs() {}

    /** Lets a program find the JDK's as well, which may be known to the build alone; behind all others on its path. */
    static ProcessBuilder withJdk(ProcessBuilder builder) {
        Path jdk = Path.of(System.getProperty("java.home"), "bin");
        builder.environment().merge("PATH", jdk.toString(), (path, more) -> path + File.pathSeparator + more);
        return builder;
    }

    /** Returns whether a program is found as a shell would find it. */
    static boolean isInstalled(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }
}
