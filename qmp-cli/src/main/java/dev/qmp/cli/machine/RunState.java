package dev.qmp.cli.machine;

import dev.qmp.dispatch.CommandException;
import dev.qmp.dispatch.EventEmitter;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;

/**
 * Whether the simulated machine runs.
 *
 * <p>Thread: confined to the dispatcher.
 */
final class RunState {
    private enum Status {
        PRELAUNCH("prelaunch"),
        INMIGRATE("inmigrate"),
        RUNNING("running"),
        PAUSED("paused");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }
    }

    private final EventEmitter events;
    private Status status;

    /** Whether the machine runs when its migration has come in. */
    private boolean runsAfterMigration;

    RunState(EventEmitter events, boolean startsPaused, boolean awaitsMigration) {
        this.events = events;
        this.runsAfterMigration = !startsPaused;
        this.status = awaitsMigration ? Status.INMIGRATE : startsPaused ? Status.PRELAUNCH : Status.RUNNING;
    }

    /** Returns the value of {@code query-status}. */
    JsonObject query() {
        return JsonValues.object()
                .add("status", status.wireName)
                .add("singlestep", false)
                .add("running", status == Status.RUNNING)
                .build();
    }

    /** Pauses a running machine, with the event {@code STOP}; one that migrates in will be paused then. */
    void stop() {
        if (status == Status.INMIGRATE) {
            runsAfterMigration = false;
        } else if (status == Status.RUNNING) {
            status = Status.PAUSED;
            events.emit("STOP");
        }
    }

    /** Lets a machine run that does not, with the event {@code RESUME}; one that migrates in will run then. */
    void cont() {
        if (status == Status.INMIGRATE) {
            runsAfterMigration = true;
        } else if (status != Status.RUNNING) {
            run();
        }
    }

    /** Resets the machine, with the event {@code RESET}; a paused one is as if it had never run. */
    void reset() {
        events.emit(
                "RESET",
                JsonValues.object()
                        .add("guest", false)
                        .add("reason", "host-qmp-system-reset")
                        .build());
        if (status == Status.PAUSED) {
            status = Status.PRELAUNCH;
        }
    }

    /** Presses the power button: the event {@code POWERDOWN}, which a guest would act on. */
    void powerDown() {
        events.emit("POWERDOWN");
    }

    /** Why the machine cannot be woken up: it is never suspended. */
    static CommandException cannotWakeUp() {
        return new CommandException("wake-up from suspend is not supported by this guest");
    }

    /** Goes on from where a migration has come in. */
    void migratedIn() {
        if (status != Status.INMIGRATE) {
            return;
        }
        if (runsAfterMigration) {
            run();
        } else {
            status = Status.PAUSED;
        }
    }

    private void run() {
        status = Status.RUNNING;
        events.emit("RESUME");
    }
}
