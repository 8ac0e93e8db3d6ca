package dev.qmp.qapi.diff;

/** Which way values of a type go. */
enum Flow {
    /** From clients to servers: arguments. */
    REQUEST,
    /** From servers to clients: results and the data of events. */
    REPLY
}
