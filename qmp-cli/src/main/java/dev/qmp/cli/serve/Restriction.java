package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.DeviceGuard;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clients may open: the options {@code --restrict} and {@code --path-prefix}.
 *
 * <p>Thread: immutable once the command line is read.
 */
final class Restriction implements DeviceGuard {
    /** Devices that reach nothing outside of this process, or only whoever connects to them. */
    private static final Set<String> HARMLESS = Set.of("null", "ringbuf", "memory", "mux", "hub", "socket");

    private static final List<String> PATHS = List.of("path", "input-path", "link", "logfile");

    private boolean restricted;
    private @Nullable Path prefix;

    /** Restricts clients to devices that touch no file and connect to nobody. */
    void restrict() {
        restricted = true;
    }

    /** Restricts the files that clients may name to those below a directory. */
    void prefix(String option, String directory) {
        try {
            prefix = Path.of(directory).toRealPath();
        } catch (InvalidPathException e) {
            throw new UsageException(option + ": '" + directory + "' is not a file name: " + e.getReason());
        } catch (IOException e) {
            throw new UsageException(option + ": " + directory + ": " + IoErrors.reason(e));
        }
        if (!Files.isDirectory(Path.of(directory))) {
            throw new UsageException(option + ": " + directory + ": Not a directory");
        }
    }

    @Override
    public void check(ChardevOptions options) {
        if (restricted) {
            boolean outward = options.type().equals("socket")
                    && (options.has("fd") || !options.bool("server", !options.fromCommandLine()));
            if (outward || !HARMLESS.contains(options.type())) {
                throw new ChardevException("Clients may not open devices of type '" + options.type() + "'"
                        + (outward ? " that connect" : "") + " here");
            }
            if (options.has("logfile")) {
                throw new ChardevException("Clients may not use 'logfile' here");
            }
        }
        for (String key : PATHS) {
            String path = options.string(key, null);
            if (path != null) {
                check(key, path);
            }
        }
    }

    private void check(String key, String path) {
        Path allowed = prefix;
        if (allowed == null) {
            if (restricted) {
                throw new ChardevException("Clients may not use '" + key + "' here: there is no directory for it");
            }
        } else if (!isBelow(allowed, path)) {
            throw new ChardevException("Parameter '" + key + "': '" + path + "' is not below '" + allowed + "'");
        }
    }

    /** Whether a file, wherever links lead, is below a directory. */
    private static boolean isBelow(Path directory, String name) {
        try {
            Path path = Path.of(name).toAbsolutePath();
            Path parent = path.getParent();
            Path last = path.getFileName();
            if (parent == null || last == null || last.toString().equals("..")) {
                return false;
            }
            Path real = parent.toRealPath().resolve(last);
            return real.startsWith(directory)
                    && !real.equals(directory)
                    && (!Files.isSymbolicLink(real) || real.toRealPath().startsWith(directory));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
