package dev.qmp.json;

/** The line ends of a {@link JsonMessageWriter}. */
public enum LineEnd {
    /** One byte, 0A: files, pipes, guest agents. */
    LF,
    /** Two bytes, 0D 0A: what a monitor sends. */
    CR_LF
}
