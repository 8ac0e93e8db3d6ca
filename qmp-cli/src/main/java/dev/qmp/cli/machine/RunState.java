package dev.qmp.cli.machine;

import static dev.qmp.cli.machine.schema.RunState.INMIGRATE;
import static dev.qmp.cli.machine.schema.RunState.PAUSED;
import static dev.qmp.cli.machine.schema.RunState.PRELAUNCH;
import static dev.qmp.cli.machine.schema.RunState.RUNNING;

import dev.qmp.cli.machine.schema.MachineEmitter;
import dev.qmp.cli.machine.schema.ShutdownCause;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.spi.EmulatedLevel;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/**
 * The run state of the simulated machine.
 *
 * <p>Thread: confined to the dispatcher.
 */
final class RunState {
    private final MachineEmitter events;
    private final EmulatedLevel level;
    private dev.qmp.cli.machine.schema.RunState status;

    /** Whether the machine runs after the incoming migration. */
    private boolean runsAfterMigration;

    private final boolean awaitsMigration;

    RunState(
            MachineEmitter events,
            EmulatedLevel level,
            boolean startsPaused,
            boolean awaitsMigration,
            boolean preconfig) {
        this.events = events;
        this.level = level;
        this.awaitsMigration = awaitsMigration;
        this.runsAfterMigration = !startsPaused;
        this.status =
                preconfig || (startsPaused && !awaitsMigration) ? PRELAUNCH : awaitsMigration ? INMIGRATE : RUNNING;
    }

    boolean isRunning() {
        return status == RUNNING;
    }

    /** Begins the life of a machine that was not made at the start, with the event {@code RESUME} if it runs now. */
    void begin() {
        if (awaitsMigration) {
            status = INMIGRATE;
        } else if (runsAfterMigration) {
            run();
        }
    }

    /** Returns the value of {@code query-status}. */
    JsonObject query() {
        JsonObjectBuilder info = JsonValues.object().add("status", status.wireName());
        if (level.has(EmulatedLevel.Trait.SINGLE_STEP)) {
            info.add("singlestep", false);
        }
        return info.add("running", status == RUNNING).build();
    }

    /** Pauses a running machine, with the event {@code STOP}; during an incoming migration, once that is complete. */
    void stop() {
        if (status == INMIGRATE) {
            runsAfterMigration = false;
        } else if (status == RUNNING) {
            status = PAUSED;
            events.stop();
        }
    }

    /** Runs a machine that is not running, with the event {@code RESUME}; during an incoming migration, once that is complete. */
    void cont() {
        if (status == INMIGRATE) {
            runsAfterMigration = true;
        } else if (status != RUNNING) {
            run();
        }
    }

    /** Resets the machine, with the event {@code RESET}; a paused one returns to {@code prelaunch}. */
    void reset() {
        events.reset(false, ShutdownCause.HOST_QMP_SYSTEM_RESET);
        if (status == PAUSED) {
            status = PRELAUNCH;
        }
    }

    /** Presses the power button, with the event {@code POWERDOWN}, on which a guest would act. */
    void powerDown() {
        events.powerdown();
    }

    /** The error of a machine that cannot be woken up because it is never suspended. */
    static CommandException cannotWakeUp() {
        return new CommandException("wake-up from suspend is not supported by this guest");
    }

    /** Leaves {@code inmigrate}, after an incoming migration. */
    void migratedIn() {
        if (status != INMIGRATE) {
            return;
        }
        if (runsAfterMigration) {
            run();
        } else {
            status = PAUSED;
        }
    }

    private void run() {
        status = RUNNING;
        events.resume();
    }
}
