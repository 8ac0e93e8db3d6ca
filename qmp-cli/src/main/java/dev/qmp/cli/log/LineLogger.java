package dev.qmp.cli.log;

import dev.qmp.cli.usage.LineWriter;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A logger whose lines are written by another thread.
 *
 * <p>Warnings and errors of one kind are limited in rate; of one kind are the lines of one logger that differ only in digits and in
 * quoted text. What {@code -v} adds is not limited.
 *
 * @param name the logger's name
 */
record LineLogger(String name) implements System.Logger {
    private static final int KIND_LENGTH = 120;

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return Logging.isLoggable(name, level);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            write(level, String.valueOf(message), String.valueOf(message), thrown);
        }
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... params) {
        if (isLoggable(level)) {
            String text = String.valueOf(format);
            write(level, text, params == null || params.length == 0 ? text : formatted(text, params), null);
        }
    }

    private static String formatted(String format, @Nullable Object[] params) {
        try {
            return MessageFormat.format(format, params);
        } catch (IllegalArgumentException e) {
            return format;
        }
    }

    private void write(Level level, String template, String message, @Nullable Throwable thrown) {
        String text = LineFormat.text(level, message, thrown, Logging.isTimed());
        LineWriter lines = Logging.lines();
        if (level.getSeverity() >= Level.WARNING.getSeverity()) {
            lines.add(text, kind(level, template));
        } else {
            lines.add(text);
        }
    }

    /** Returns what lines of the same kind have in common. */
    private String kind(Level level, String template) {
        StringBuilder kind = new StringBuilder(name).append(level);
        char quote = 0;
        for (int i = 0; i < template.length() && kind.length() < KIND_LENGTH; i++) {
            char c = template.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c < '0' || c > '9') {
                kind.append(c);
            }
        }
        return kind.toString();
    }
}
