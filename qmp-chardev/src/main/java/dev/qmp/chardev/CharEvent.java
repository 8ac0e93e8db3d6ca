package dev.qmp.chardev;

/**
 * The events that a front end gets from its device.
 *
 * <p>{@link #OPENED} and {@link #CLOSED} change {@link Chardev#isOpen()} before the front end gets them. Thread:
 * immutable.
 */
public enum CharEvent {
    /** A peer is there. Also sent at once to a front end that sets its handlers on an open device. */
    OPENED,
    /** The peer is gone, or its input has ended; every byte it sent was consumed before. */
    CLOSED,
    /** A serial break arrived: telnet's, the multiplexer's or one asked for by a command. */
    BREAK,
    /** This front end of a multiplexer got the focus. */
    MUX_IN,
    /** This front end of a multiplexer is about to lose the focus. */
    MUX_OUT
}
