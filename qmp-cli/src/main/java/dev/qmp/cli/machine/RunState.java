package dev.qmp.cli.machine;

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
        RUNNING("running"),
        PAUSED("paused");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }
    }

    private final EventEmitter events;
    private Status status;

    RunState(EventEmitter events, boolean startsPaused) {
        this.events = events;
        this.status = startsPaused ? Status.PRELAUNCH : Status.RUNNING;
    }

    /** Returns the value of {@code query-status}. */
    JsonObject query() {
        return JsonValues.object()
                .add("status", status.wireName)
                .add("singlestep", false)
                .add("running", status == Status.RUNNING)
                .build();
    }

    /** Pauses a running machine, with the event {@code STOP}. */
    void stop() {
        if (status == Status.RUNNING) {
            status = Status.PAUSED;
            events.emit("STOP");
        }
    }

    /** Lets a machine run that does not, with the event {@code RESUME}. */
    void cont() {
        if (status != Status.RUNNING) {
            status = Status.RUNNING;
            events.emit("RESUME");
        }
    }
}
