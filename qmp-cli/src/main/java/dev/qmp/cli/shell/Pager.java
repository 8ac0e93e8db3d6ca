package dev.qmp.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that shows text page by page.
 *
 * <p>Thread: immutable.
 */
final class Pager {
    private static final int NOT_FOUND = 127;

    private final String command;

    private Pager(String command) {
        this.command = command;
    }

    /** Returns the user's pager; null if there is none or none is wanted. */
    static @Nullable Pager ofEnvironment() {
        String wanted = System.getenv("PAGER");
        if (wanted == null) {
            return isInstalled("less") ? new Pager("less") : null;
        }
        return wanted.isBlank() || wanted.equals("cat") ? null : new Pager(wanted);
    }

    private static boolean isInstalled(String program) {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * Shows a text on the terminal, and waits until the user has seen it.
     *
     * @param text whole lines, with colours
     * @return false if the pager could not be started
     */
    boolean show(String text) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("LESS", "FRX"); // colours as they are, and the text stays on the screen
        try {
            Process process = builder.start();
            try (OutputStream to = process.getOutputStream()) {
                to.write(text.getBytes(UTF_8));
            } catch (IOException e) {
                // The user has seen enough.
            }
            return process.waitFor() != NOT_FOUND;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
