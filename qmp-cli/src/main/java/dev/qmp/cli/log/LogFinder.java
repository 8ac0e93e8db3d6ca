package dev.qmp.cli.log;

/**
 * Makes the loggers of the whole process, which never make their callers wait.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class LogFinder extends System.LoggerFinder {
    /** For the service loader. */
    public LogFinder() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new LineLogger(name);
    }
}
