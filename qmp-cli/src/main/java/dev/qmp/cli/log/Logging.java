package dev.qmp.cli.log;

import dev.qmp.chardev.internal.system.PrivateFiles;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.cli.usage.OptionReader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The level and the destination of the log: the options {@code -v}, {@code -vv} and {@code --log}.
 *
 * <p>Loaded only when something is logged or one of the options is given.
 *
 * <p>Thread: set by the main thread before there are others; read by any.
 */
public final class Logging {
    private static volatile Level ours = Level.WARNING;
    private static volatile boolean timed;
    private static volatile @Nullable LineWriter file;

    private Logging() {}

    /**
     * Sets the level and the destination. To be called before other threads start.
     *
     * @param verbosity 0 for warnings and errors, 1 for sessions and connections as well, 2 for each message as well
     * @param name the file to append to; null for standard error
     * @throws FailedException if the file cannot be opened
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
            ErrorLine.neverWait(); // keeps error lines and log lines in order
        } else {
            file = open(name);
        }
        timed = true;
    }

    private static LineWriter open(String name) {
        try {
            return new LineWriter(
                    "qmp-log",
                    Channels.newOutputStream(PrivateFiles.open(OptionReader.path(name), StandardOpenOption.APPEND)));
        } catch (IOException e) {
            throw new FailedException("--log " + name + ": " + IoErrors.reason(e));
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
