package dev.qmp.cli.machine;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.cli.machine.schema.IncomingAddress;
import dev.qmp.cli.machine.schema.MachineEmitter;
import dev.qmp.cli.machine.schema.MigrationInfo;
import dev.qmp.cli.machine.schema.MigrationStatus;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.monitor.spi.MonitorLoops;
import dev.qmp.monitor.spi.YankInstances;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The destination side of a migration: listens, reads the stream and, when a postcopy is interrupted, listens again. Behaves as QEMU
 * of its level does with the same commands and bytes.
 *
 * <p>A host without loops has no incoming migration.
 *
 * <p>Thread: commands may come in any thread, the channel's callbacks in the I/O thread; the state is guarded by this
 * object's lock, which is never held while a socket is opened or a name looked up. The run state is changed in the dispatcher.
 */
final class IncomingMigration implements MigrationChannel.User {
    private final MachineEmitter events;
    private final EmulatedLevel level;
    private final RunState runState;
    private final MigrationCapabilities capabilities;
    private final boolean wanted;
    private final @Nullable MonitorLoops loops;

    // Guarded by this.
    private final CurrentChannel channel;
    private MigrationStatus status = MigrationStatus.NONE;
    private boolean started;
    private boolean starting;
    private boolean runs;
    private @Nullable MigrationStream stream;
    private @Nullable String error;

    /**
     * Makes a migration that has not begun.
     *
     * @param events takes the events of the migration
     * @param level what it does as which release does
     * @param runState the run state of the machine
     * @param capabilities the capabilities
     * @param wanted whether the machine was started to be migrated into
     * @param loops the host's loops; null if it has none
     * @param yanks the list of connections that can be cut; null if the host has none
     */
    IncomingMigration(
            MachineEmitter events,
            EmulatedLevel level,
            RunState runState,
            MigrationCapabilities capabilities,
            boolean wanted,
            @Nullable MonitorLoops loops,
            @Nullable YankInstances yanks) {
        this.events = events;
        this.level = level;
        this.runState = runState;
        this.capabilities = capabilities;
        this.wanted = wanted;
        this.loops = loops;
        this.channel = new CurrentChannel(yanks, this::cut);
    }

    /**
     * Listens for the source: {@code migrate-incoming}, or the start with an address.
     *
     * @param address gives where to listen
     * @param outOfBand whether the caller is the I/O thread, which must not look up names
     */
    void start(Supplier<IncomingUri> address, boolean outOfBand) {
        synchronized (this) {
            if (!wanted || loops == null) {
                throw new CommandException("'-incoming' was not specified on the command line");
            }
            if (started) {
                throw new CommandException("The incoming migration has already been started");
            }
            started = true;
        }
        try {
            listen(address, outOfBand, loops.io());
        } catch (ChardevException e) {
            synchronized (this) {
                started = false;
            }
            throw refusal(e);
        }
    }

    /**
     * Listens for the source of an interrupted postcopy: {@code migrate-recover}.
     *
     * @param address gives where to listen
     * @param outOfBand whether the caller is the I/O thread, which must not look up names
     */
    void recover(Supplier<IncomingUri> address, boolean outOfBand) {
        synchronized (this) {
            if (status != MigrationStatus.POSTCOPY_PAUSED || loops == null) {
                throw new CommandException("Migrate recover can only be run when postcopy is paused.");
            }
            if (starting || channel.isPresent()) {
                throw new CommandException("Migrate recovery is triggered already");
            }
            starting = true;
        }
        try {
            listen(address, outOfBand, loops.io());
        } catch (ChardevException e) {
            throw refusal(e);
        } finally {
            synchronized (this) {
                starting = false;
            }
        }
    }

    private static CommandException refusal(ChardevException cause) {
        return new CommandException(String.valueOf(cause.getMessage()));
    }

    private void listen(Supplier<IncomingUri> address, boolean outOfBand, EventLoop loop) {
        if (level.has(EmulatedLevel.Trait.EARLY_SETUP)) {
            events.migration(MigrationStatus.SETUP);
        }
        IncomingUri where = address.get();
        if (outOfBand && !where.numeric()) {
            throw new ChardevException(
                    "host name in '" + where.text() + "' cannot be looked up out of band; give its address");
        }
        setUp();
        adopt(MigrationChannel.open(where, loop, this));
    }

    /** Enters {@code setup}; an address that could not be listened on cannot be followed by another one. */
    private synchronized void setUp() {
        if (!level.has(EmulatedLevel.Trait.EARLY_SETUP) && status != MigrationStatus.POSTCOPY_PAUSED) {
            if (status != MigrationStatus.NONE) {
                throw new ChardevException("Illegal migration incoming state: " + status.wireName());
            }
            enter(MigrationStatus.SETUP);
        }
    }

    private synchronized void adopt(MigrationChannel opened) {
        channel.adopt(opened);
    }

    /** Interrupts a postcopy: {@code migrate-pause}. */
    void pause() {
        synchronized (this) {
            boolean alsoInRecovery = level.has(EmulatedLevel.Trait.PAUSE_IN_RECOVERY);
            if (status != MigrationStatus.POSTCOPY_ACTIVE
                    && !(alsoInRecovery && status == MigrationStatus.POSTCOPY_RECOVER)) {
                throw new CommandException("migrate-pause is currently only supported during postcopy-active "
                        + (alsoInRecovery ? "or postcopy-recover state" : "state"));
            }
        }
        cut();
    }

    private void cut() {
        MigrationChannel current;
        synchronized (this) {
            current = channel.orNull();
        }
        if (current != null) {
            current.cut();
        }
    }

    /** Returns the value of {@code query-migrate}. */
    synchronized MigrationInfo query() {
        MigrationInfo.Builder info = MigrationInfo.builder();
        if (status != MigrationStatus.NONE) {
            info.status(status);
        }
        if (error != null) {
            info.errorDesc(error);
        }
        IncomingAddress address = channel.address();
        if (address != null) {
            info.socketAddress(List.of(address));
        }
        return info.build();
    }

    /** Stops listening; called when the server ends. */
    void end() {
        if (loops != null) {
            channel.removeFile(); // here, because the I/O thread may be blocked for good
            // Not in this thread: the caller may hold a lock that emitting an event waits for.
            loops.io().execute(this::forget);
        }
    }

    @Override
    public synchronized void connected(MigrationChannel source) {
        adopt(source);
        if (status == MigrationStatus.POSTCOPY_PAUSED) {
            stream = MigrationStream.ofRecovery(new Progress());
            enter(MigrationStatus.POSTCOPY_RECOVER);
        } else {
            stream = MigrationStream.ofMigration(new Progress(), capabilities.has(MigrationCapabilities.POSTCOPY_RAM));
            enter(MigrationStatus.ACTIVE);
        }
    }

    @Override
    public synchronized void received(MigrationChannel source, ByteBuffer bytes) {
        if (stream != null) {
            stream.feed(bytes);
        }
        bytes.position(bytes.limit());
    }

    @Override
    public synchronized void disconnected(MigrationChannel source) {
        if (stream != null) {
            interrupted("Input/output error");
        }
    }

    /** What happens in the stream, in the I/O thread and under the lock. */
    private final class Progress implements MigrationStream.Listener {
        @Override
        public void postcopyListens() {
            enter(MigrationStatus.POSTCOPY_ACTIVE);
        }

        @Override
        public void postcopyRuns() {
            runs = true;
            inDispatcher(runState::migratedIn);
        }

        @Override
        public void postcopyResumes() {
            if (status == MigrationStatus.POSTCOPY_RECOVER) {
                enter(MigrationStatus.POSTCOPY_ACTIVE);
            }
        }

        @Override
        public void ended() {
            forget();
            if (status == MigrationStatus.ACTIVE) {
                inDispatcher(() -> {
                    runState.migratedIn();
                    finish(MigrationStatus.COMPLETED);
                });
            } else {
                finish(MigrationStatus.COMPLETED);
            }
        }

        @Override
        public void bad(String reason) {
            interrupted(reason);
        }
    }

    private synchronized void interrupted(String reason) {
        forget();
        if (runs) {
            enter(MigrationStatus.POSTCOPY_PAUSED);
            return;
        }
        error = "load of migration failed: " + reason;
        System.getLogger(IncomingMigration.class.getName()).log(Level.WARNING, error);
        finish(MigrationStatus.FAILED);
    }

    private synchronized void finish(MigrationStatus last) {
        channel.release();
        enter(last);
    }

    /** Gives up the channel; in the I/O thread. */
    private synchronized void forget() {
        stream = null;
        channel.close();
    }

    private synchronized void enter(MigrationStatus next) {
        status = next;
        if (capabilities.has(MigrationCapabilities.EVENTS)) {
            events.migration(next);
        }
    }

    private void inDispatcher(Runnable task) {
        if (loops != null) {
            loops.main().execute(task);
        }
    }
}
