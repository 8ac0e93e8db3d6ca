package dev.qmp.monitor.spi;

import dev.qmp.chardev.options.DeviceLevel;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Schema;
import java.util.Arrays;
import java.util.Optional;

/**
 * A release of QEMU whose run-time behaviour is reproduced: the one table of what differs between them. Providers ask for it with
 * {@link #of}; declarations that differ are {@linkplain dev.qmp.dispatch.spi.CommandProvider#amendments amendments}.
 *
 * <p>Specification: {@code spec-levels}.
 *
 * <p>Thread: immutable.
 */
public enum EmulatedLevel {
    /** QEMU 7.2. */
    V7_2(7, 2, DeviceLevel.V7_2),
    /** QEMU 10.0, the default. */
    V10_0(10, 0, DeviceLevel.V10_0);

    /** Something that not all levels do. */
    public enum Trait {
        /** {@code query-status} says whether the machine runs one instruction at a time. */
        SINGLE_STEP,
        /** A descriptor that is removed from its set stays there until the machine runs. */
        LATE_REMOVAL,
        /** Sets of descriptors that nobody uses go with the last client, if the machine runs. */
        SETS_FOR_CLIENTS,
        /** An incoming migration announces {@code setup} before it looks at the address, and is not in that status. */
        EARLY_SETUP,
        /** A postcopy migration can be paused while it is being recovered. */
        PAUSE_IN_RECOVERY,
        /** A guest agent says why a command is disabled. */
        BLOCK_REASON
    }

    private final int major;
    private final int minor;
    private final DeviceLevel devices;

    EmulatedLevel(int major, int minor, DeviceLevel devices) {
        this.major = major;
        this.minor = minor;
        this.devices = devices;
    }

    /**
     * Returns what differs in devices.
     *
     * @return the part of the table that is about devices
     */
    public DeviceLevel devices() {
        return devices;
    }

    /**
     * Returns the level of a host.
     *
     * @param context the host
     * @return its level; the newest if it has none
     */
    public static EmulatedLevel of(ProviderContext context) {
        return context.service(EmulatedLevel.class).orElse(V10_0);
    }

    /**
     * Returns the level that a schema describes, by its {@code query-status}, whose {@code singlestep} QEMU dropped in 9.0.
     *
     * @param schema a server's schema
     * @return the level; the newest if the schema does not tell
     */
    public static EmulatedLevel of(Schema schema) {
        boolean older = schema.command("query-status")
                .map(Command::returnType)
                .filter(type -> type instanceof ObjectType status
                        && status.member("singlestep").isPresent())
                .isPresent();
        return older ? V7_2 : V10_0;
    }

    /**
     * Finds a level.
     *
     * @param text such as {@code 10.0}
     * @return the level, empty if there is no such level
     */
    public static Optional<EmulatedLevel> parse(String text) {
        return Arrays.stream(values())
                .filter(level -> level.toString().equals(text))
                .findFirst();
    }

    /**
     * Tells whether this level does something.
     *
     * @param trait what
     * @return whether it does
     */
    public boolean has(Trait trait) {
        return switch (trait) {
            case SINGLE_STEP, LATE_REMOVAL, SETS_FOR_CLIENTS, EARLY_SETUP -> this == V7_2;
            case PAUSE_IN_RECOVERY, BLOCK_REASON -> this == V10_0;
        };
    }

    /**
     * Returns what a server of this level reports as its version.
     *
     * @return the version, with this project as the package
     */
    public VersionInfo version() {
        return new VersionInfo(major, minor, 0, VersionInfo.PROJECT);
    }

    /** Returns the level as {@link #parse} takes it. */
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
