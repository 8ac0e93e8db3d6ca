package dev.qmp.cli.log;

import dev.qmp.cli.usage.Printable;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats log records: one line with level, message and exception; for errors also the stack trace, in lines that start with a tab. */
final class LineFormat {
    private static final int FRAMES = 60;
    private static final int CAUSES = 8;

    private LineFormat() {}

    /** The format of times; loaded only if lines have a time. */
    private static final class Time {
        static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                .withZone(ZoneId.systemDefault());
    }

    static String text(Level level, String message, @Nullable Throwable thrown, boolean timed) {
        StringBuilder text = new StringBuilder();
        if (timed) {
            text.append(Time.FORMAT.format(Instant.now()))
                    .append(' ')
                    .append(word(level))
                    .append(' ');
        } else {
            text.append("qmp: ").append(level).append(": ");
        }
        text.append(Printable.line(message));
        if (thrown != null) {
            text.append(": ").append(Printable.line(describe(thrown)));
            if (level.getSeverity() >= Level.ERROR.getSeverity()) {
                trace(thrown, text);
            }
        }
        return text.toString();
    }

    private static String word(Level level) {
        return switch (level) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "info";
            case DEBUG -> "debug";
            default -> "message";
        };
    }

    private static void trace(Throwable thrown, StringBuilder text) {
        Throwable current = thrown;
        for (int i = 0; i < CAUSES && current != null; i++) {
            if (i > 0) {
                text.append("\n\tcaused by ").append(Printable.line(describe(current)));
            }
            StackTraceElement[] frames = current.getStackTrace();
            for (int frame = 0; frame < Math.min(frames.length, FRAMES); frame++) {
                text.append("\n\tat ").append(Printable.line(frames[frame].toString()));
            }
            if (frames.length > FRAMES) {
                text.append("\n\t... ").append(frames.length - FRAMES).append(" more");
            }
            current = current.getCause();
        }
    }

    /** Returns the exception's own description; its class name if even that throws. */
    private static String describe(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (RuntimeException e) {
            return thrown.getClass().getName();
        }
    }
}
