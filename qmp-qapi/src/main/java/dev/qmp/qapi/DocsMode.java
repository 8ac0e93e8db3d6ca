package dev.qmp.qapi;

/** What documentation comments mean to the compiler. */
public enum DocsMode {
    /** They must be well formed and agree with the definitions, as QEMU's generator wants. */
    STRICT,
    /** What {@link #STRICT} refuses in them is a warning; the schema keeps its documentation. */
    WARN,
    /** They are comments; the schema has no documentation. */
    OFF
}
