package dev.qmp.cli.serve;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code -pidfile}: a file with the number of the process, while it serves.
 *
 * <p>Thread: written by the main thread; removed by whichever thread ends the process.
 */
final class PidFile {
    private final @Nullable String name;

    PidFile(@Nullable String name) {
        this.name = name;
    }

    /** Writes the file, if one is asked for. */
    void write() {
        if (name == null) {
            return;
        }
        try {
            Files.writeString(Path.of(name), ProcessHandle.current().pid() + "\n");
        } catch (NoSuchFileException e) {
            throw refusal("No such file or directory");
        } catch (AccessDeniedException e) {
            throw refusal("Permission denied");
        } catch (IOException | InvalidPathException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    private StartException refusal(String reason) {
        return new StartException(
                "-pidfile " + name, "cannot create PID file: Could not create '" + name + "': " + reason);
    }

    /** Removes the file; once or more. */
    void remove() {
        if (name != null) {
            try {
                Files.deleteIfExists(Path.of(name));
            } catch (IOException e) {
                System.err.println("qmp serve: -pidfile " + name + ": not removed: " + e.getMessage());
            }
        }
    }
}
