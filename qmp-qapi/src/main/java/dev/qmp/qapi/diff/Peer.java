package dev.qmp.qapi.diff;

/** A side of the protocol. */
public enum Peer {
    /** Who sends commands. */
    CLIENT,
    /** Who answers them, and sends events. */
    SERVER
}
