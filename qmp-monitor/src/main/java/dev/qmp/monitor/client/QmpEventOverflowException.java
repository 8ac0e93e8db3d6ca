package dev.qmp.monitor.client;

/** A subscriber took events more slowly than they came until its buffer was full; its subscription ends with this after the last event kept. */
public final class QmpEventOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param capacity how many events the buffer holds
     */
    public QmpEventOverflowException(int capacity) {
        super("the subscriber was more than " + capacity + " events behind");
    }
}
