package dev.qmp.cli.image;

import dev.qmp.monitor.peers.TestHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The image that the build made, for tests that use it as its users do. */
final class QmpImage {
    private QmpImage() {}

    /** The image's directory. */
    static Path directory() {
        return Path.of(System.getProperty("qmp.image"));
    }

    /** The launcher. */
    static Path launcher() {
        return directory().resolve("bin/qmp");
    }

    /** A builder for a process that runs the launcher. */
    static ProcessBuilder command(String... arguments) {
        return command(launcher(), arguments);
    }

    /** A builder for a process that runs a launcher, without any Java in its environment. */
    static ProcessBuilder command(Path launcher, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", "/usr/bin:/bin");
        return builder;
    }

    /** A new directory whose path is short enough for a socket, removed when the tests end. */
    static Path shortDirectory() {
        return TestHost.shortFolder();
    }
}
