package dev.qmp.qapi.diff;

/** A side of the protocol. */
public enum Peer {
    /** The side that sends commands. */
    CLIENT,
    /** The side that answers them and sends events. */
    SERVER
}
