package dev.qmp.chardev;

/**
 * A file descriptor of this process that Java has no object for, such as one that it was started with.
 *
 * <p>Thread: any.
 */
public interface OpenDescriptor {
    /**
     * Returns the descriptor's number.
     *
     * @return the number; meaningless once it is closed
     */
    int number();

    /** Closes the descriptor. Idempotent. */
    void close();
}
