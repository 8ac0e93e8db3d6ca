package dev.qmp.chardev;

import dev.qmp.chardev.options.DeviceLevel;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real server, where it is installed. Thread: stateless. */
final class RealQemu {
    static final String PROGRAM = "qemu-system-x86_64";

    /** A monitor on a device that does not exist: the start ends here if everything before it was right. */
    private static final String END = "chardev \"the-end\" not found";

    private RealQemu() {}

    static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, PROGRAM)));
    }

    /** Which release the installed server is, or the nearest that is known. */
    static DeviceLevel level() throws IOException {
        Process version = new ProcessBuilder(PROGRAM, "--version").start();
        try (BufferedReader output = version.inputReader()) {
            return output.readLine().contains(" version 7.2.") ? DeviceLevel.V7_2 : DeviceLevel.V10_0;
        }
    }

    /** What the real server prints about an option, without prefixes; nothing if the option is right. */
    static List<String> complaints(Path directory, String option, String argument) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line : run(directory, true, option, argument)) {
            String prefix = PROGRAM + ": " + option + " " + argument + ": ";
            if (!line.endsWith(END)) {
                lines.add(line.startsWith(prefix) ? line.substring(prefix.length()) : line);
            }
        }
        return lines;
    }

    /** What the real server prints on its standard output about an option. */
    static List<String> output(Path directory, String option, String argument) throws Exception {
        return run(directory, false, option, argument);
    }

    private static List<String> run(Path directory, boolean errors, String option, String argument) throws Exception {
        Path output = Files.createTempFile(directory, "qemu", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        PROGRAM, "-M", "none", "-nodefaults", "-display", "none", option, argument, "-mon", "the-end")
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(errors ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(output.toFile()))
                .redirectError(errors ? ProcessBuilder.Redirect.to(output.toFile()) : ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("no end with " + option + " " + argument);
        }
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return lines;
    }
}
