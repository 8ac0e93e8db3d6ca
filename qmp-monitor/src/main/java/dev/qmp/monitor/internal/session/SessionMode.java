package dev.qmp.monitor.internal.session;

/** Where a session stands between its greeting and its end. */
public enum SessionMode {
    /** Greeted; only {@code qmp_capabilities} is known, one request at a time, no events. */
    NEGOTIATION,
    /** All commands are known and events are delivered. */
    COMMAND,
    /** Over: nothing is run, nothing is sent. */
    CLOSED
}
