package dev.qmp.chardev;

/** The capabilities of devices beyond reading and writing. Thread: immutable. */
public enum CharFeature {
    /** A new peer may come after the old one has left. */
    RECONNECTABLE,
    /** The device can move to another event loop; without it, it stays in its context's main loop. */
    GCONTEXT,
    /** The device can pass file descriptors. No device of this module can: the JDK has no such call. */
    FD_PASS,
    /** Many clients at a time, each handed out as a device of its own ({@link CharFrontend#setClientListener}). */
    MULTI_CLIENT,
    /** The connection can be cut ({@link Chardev#yank}). */
    YANK,
    /** Each write is a datagram, which may be lost and come in any order: no channel for a protocol such as QMP. */
    DATAGRAM
}
