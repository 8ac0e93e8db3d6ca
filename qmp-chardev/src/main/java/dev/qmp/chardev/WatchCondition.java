package dev.qmp.chardev;

/** The conditions that a front end can wait for. Thread: immutable. */
public enum WatchCondition {
    /** The device takes bytes again. */
    OUT,
    /** The peer has left. */
    HUP
}
