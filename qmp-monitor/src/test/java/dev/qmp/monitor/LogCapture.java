package dev.qmp.monitor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What monitors write into the log, instead of what would be printed. */
final class LogCapture extends Handler implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final String word;

    /** Captures the lines with a word. */
    LogCapture(String word) {
        this.word = word;
        logger = Logger.getLogger("dev.qmp.monitor");
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord message) {
        if (message.getMessage().contains(word)) {
            lines.add(message.getLevel() + " " + message.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
