package dev.qmp.chardev.spi;

/**
 * Switches the terminal behind standard input between raw and cooked mode; what the JDK cannot do.
 *
 * <p>Thread: called by the loop of the stdio device, and once more by a shutdown hook.
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

    /** Goes back to cooked mode, with echo. */
    void cooked();

    /** Restores what was found at the start. Idempotent. */
    void restore();
}
