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
        this("the subscriber was more than " + capacity + " events behind");
    }

    private QmpEventOverflowException(String message) {
        super(message);
    }

    /** The events that are kept were too large together. */
    static QmpEventOverflowException ofBytes(long limit) {
        return new QmpEventOverflowException("the subscriber was more than " + limit + " bytes of events behind");
    }
}
