package dev.qmp.chardev;

/** What a front end can wait for. Thread: immutable. */
public enum WatchCondition {
    /** The device takes bytes again. */
    OUT,
    /** The peer has left. */
    HUP
}
