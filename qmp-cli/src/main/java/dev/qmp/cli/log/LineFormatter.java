package dev.qmp.cli.log;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** One line for each record: when, how grave, what; and a second one for what was thrown. */
final class LineFormatter extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Override
    public String format(LogRecord logged) {
        StringBuilder line = new StringBuilder(TIME.format(logged.getInstant()))
                .append(' ')
                .append(level(logged.getLevel()))
                .append(' ')
                .append(formatMessage(logged));
        if (logged.getThrown() != null) {
            line.append(": ").append(logged.getThrown());
        }
        return line.append('\n').toString();
    }

    private static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (value >= Level.WARNING.intValue()) {
            return "warning";
        }
        return value >= Level.INFO.intValue() ? "info" : value >= Level.FINE.intValue() ? "debug" : "message";
    }
}
