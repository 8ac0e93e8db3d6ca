package dev.qmp.chardev.spi;

/**
 * Switches the terminal on standard input between raw and cooked mode, which the JDK cannot do.
 *
 * <p>Thread: called by the loop of the stdio device, and again by a shutdown hook.
 */
public interface TerminalControl {
    /**
     * Says whether standard input is a terminal.
     *
     * @return true if the other methods do anything
     */
    boolean isTerminal();

    /**
     * Goes to raw mode: no echo, no line editing, output processing kept.
     *
     * @param signals whether the keys for signals still send them
     */
    void raw(boolean signals);

    /** Returns to cooked mode, with echo. */
    void cooked();

    /** Restores the mode found at the start. Idempotent. */
    void restore();
}
