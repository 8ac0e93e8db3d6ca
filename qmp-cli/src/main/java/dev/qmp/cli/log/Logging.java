package dev.qmp.cli.log;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.cli.usage.UsageException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and where: the options {@code -v}, {@code -vv} and {@code --log}.
 *
 * <p>Nothing here is loaded before there is something to log, or one of the options is given.
 *
 * <p>Thread: set by the main thread before there are others; read by any.
 */
public final class Logging {
    private static volatile Level ours = Level.WARNING;
    private static volatile boolean timed;
    private static volatile @Nullable LineWriter file;

    private Logging() {}

    /**
     * Sets how much is logged, and where. To be called before anything else is.
     *
     * @param verbosity 0 for warnings and errors, 1 for what happens, 2 for each message as well
     * @param name the file to append to; null for standard error
     * @throws UsageException if the file cannot be written
     */
    public static void start(int verbosity, @Nullable String name) {
        if (verbosity == 0 && name == null) {
            return;
        }
        if (verbosity > 0) {
            System.setProperty("dev.qmp.monitor.trace", verbosity == 1 ? "sessions" : "messages");
            ours = verbosity == 1 ? Level.DEBUG : Level.TRACE;
        }
        if (name == null) {
            ErrorLine.neverWait(); // In one order with the log.
        } else {
            file = open(name);
        }
        timed = true;
    }

    private static LineWriter open(String name) {
        try {
            return new LineWriter("qmp-log", new FileOutputStream(name, true));
        } catch (IOException e) {
            throw new UsageException("--log " + name + ": cannot be written: " + e.getMessage());
        }
    }

    static LineWriter lines() {
        LineWriter log = file;
        return log == null ? ErrorLine.writer() : log;
    }

    static boolean isTimed() {
        return timed;
    }

    static boolean isLoggable(String logger, Level level) {
        Level threshold = logger.startsWith("dev.qmp") ? ours : Level.WARNING;
        return level != Level.OFF && level.getSeverity() >= threshold.getSeverity();
    }
}
