package dev.qmp.chardev.spi;

/**
 * The actions of a multiplexer's escape sequences that the program supplies.
 *
 * <p>Thread: called by the main loop.
 */
public interface MuxActions {
    /**
     * The escape character of all multiplexers, {@code -echr}.
     *
     * @return the character's code, 1 (control A) by default
     */
    default int escape() {
        return 1;
    }

    /** Ends the program at once with status 0: escape, x. */
    void terminate();

    /** Commits disk changes: escape, s. Does nothing by default. */
    default void commit() {}
}
