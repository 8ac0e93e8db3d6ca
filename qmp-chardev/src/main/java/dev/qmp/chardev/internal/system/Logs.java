package dev.qmp.chardev.internal.system;

/**
 * Loggers, looked up when there is something to log and not kept in fields: making the first one costs milliseconds at the start.
 *
 * <p>Thread: stateless.
 */
public final class Logs {
    private Logs() {}

    /**
     * Finds a logger.
     *
     * @param owner the class that logs
     * @return its logger
     */
    public static System.Logger of(Class<?> owner) {
        return System.getLogger(owner.getName());
    }
}
