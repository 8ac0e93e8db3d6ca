package dev.qmp.cli.machine;

/**
 * How far the incoming migration is.
 *
 * <p>Thread: immutable.
 */
enum MigrationStatus {
    NONE("none"),
    SETUP("setup"),
    ACTIVE("active"),
    POSTCOPY_ACTIVE("postcopy-active"),
    POSTCOPY_PAUSED("postcopy-paused"),
    POSTCOPY_RECOVER("postcopy-recover"),
    COMPLETED("completed"),
    FAILED("failed");

    private final String wireName;

    MigrationStatus(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
