package dev.qmp.dispatch.spi;

/** Why a host shuts down: the {@code reason} of the event {@code SHUTDOWN}. */
public enum ShutdownCause {
    /** The command {@code quit}. */
    HOST_QMP_QUIT("host-qmp-quit"),
    /** SIGTERM, SIGINT or SIGHUP. */
    HOST_SIGNAL("host-signal"),
    /** The embedding program, or a user interface such as the end of standard input. */
    HOST_UI("host-ui");

    private final String wireName;

    ShutdownCause(String wireName) {
        this.wireName = wireName;
    }

    /**
     * Returns the name used on the wire.
     *
     * @return the value of {@code reason}
     */
    public String wireName() {
        return wireName;
    }
}
