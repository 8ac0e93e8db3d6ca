package dev.qmp.cli.machine;

import static dev.qmp.cli.machine.schema.RunState.INMIGRATE;
import static dev.qmp.cli.machine.schema.RunState.PAUSED;
import static dev.qmp.cli.machine.schema.RunState.PRELAUNCH;
import static dev.qmp.cli.machine.schema.RunState.RUNNING;

import dev.qmp.cli.machine.schema.MachineEmitter;
import dev.qmp.cli.machine.schema.ShutdownCause;
import dev.qmp.cli.machine.schema.StatusInfo;
import dev.qmp.dispatch.spi.CommandException;

/**
 * Whether the simulated machine runs.
 *
 * <p>Thread: confined to the dispatcher.
 */
final class RunState {
    private final MachineEmitter events;
    private dev.qmp.cli.machine.schema.RunState status;

    /** Whether the machine runs when its migration has come in. */
    private boolean runsAfterMigration;

    RunState(MachineEmitter events, boolean startsPaused, boolean awaitsMigration) {
        this.events = events;
        this.runsAfterMigration = !startsPaused;
        this.status = awaitsMigration ? INMIGRATE : startsPaused ? PRELAUNCH : RUNNING;
    }

    /** Returns the value of {@code query-status}. */
    StatusInfo query() {
        return new StatusInfo(status, false, status == RUNNING);
    }

    /** Pauses a running machine, with the event {@code STOP}; one that migrates in will be paused then. */
    void stop() {
        if (status == INMIGRATE) {
            runsAfterMigration = false;
        } else if (status == RUNNING) {
            status = PAUSED;
            events.stop();
        }
    }

    /** Lets a machine run that does not, with the event {@code RESUME}; one that migrates in will run then. */
    void cont() {
        if (status == INMIGRATE) {
            runsAfterMigration = true;
        } else if (status != RUNNING) {
            run();
        }
    }

    /** Resets the machine, with the event {@code RESET}; a paused one is as if it had never run. */
    void reset() {
        events.reset(false, ShutdownCause.HOST_QMP_SYSTEM_RESET);
        if (status == PAUSED) {
            status = PRELAUNCH;
        }
    }

    /** Presses the power button: the event {@code POWERDOWN}, which a guest would act on. */
    void powerDown() {
        events.powerdown();
    }

    /** Why the machine cannot be woken up: it is never suspended. */
    static CommandException cannotWakeUp() {
        return new CommandException("wake-up from suspend is not supported by this guest");
    }

    /** Goes on from where a migration has come in. */
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
