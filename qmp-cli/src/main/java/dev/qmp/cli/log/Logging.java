package dev.qmp.cli.log;

import dev.qmp.cli.usage.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * The options {@code -v}, {@code -vv} and {@code --log}.
 *
 * <p>Without them nothing here is loaded: warnings and errors go to standard error, by the image's {@code logging.properties}.
 */
public final class Logging {
    /** Kept here because the log manager would forget a logger that nobody holds. */
    private static final Logger ROOT = Logger.getLogger("");

    private static final Logger OURS = Logger.getLogger("dev.qmp");

    private Logging() {}

    /**
     * Sets how much is logged, and where. To be called before anything else is.
     *
     * @param verbosity 0 for warnings and errors, 1 for what happens, 2 for each message as well
     * @param file where to append; null for standard error
     * @throws UsageException if the file cannot be written
     */
    public static void start(int verbosity, @Nullable String file) {
        if (verbosity == 0 && file == null) {
            return;
        }
        if (verbosity > 0) {
            System.setProperty("dev.qmp.monitor.trace", verbosity == 1 ? "sessions" : "messages");
        }
        LogManager.getLogManager().reset();
        ROOT.addHandler(handler(file));
        ROOT.setLevel(Level.WARNING);
        Level level = verbosity == 0 ? Level.WARNING : verbosity == 1 ? Level.FINE : Level.FINER;
        OURS.setLevel(level);
    }

    private static Handler handler(@Nullable String file) {
        try {
            OutputStream out = file == null
                    ? System.err
                    : Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Handler handler = new Immediate(out);
            handler.setLevel(Level.ALL);
            handler.setFormatter(new LineFormatter());
            handler.setEncoding("UTF-8");
            return handler;
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("--log " + file + ": cannot be written: " + e.getMessage());
        }
    }

    /** Lets each record out at once. Thread: as any handler, guarded by its own lock. */
    private static final class Immediate extends StreamHandler {
        Immediate(OutputStream out) {
            setOutputStream(out);
        }

        @Override
        public synchronized void publish(LogRecord logged) {
            super.publish(logged);
            flush();
        }
    }
}
