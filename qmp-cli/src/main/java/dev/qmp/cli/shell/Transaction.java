package dev.qmp.cli.shell;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;

/** The actions between {@code transaction(} and {@code )}. Thread: confined to the main thread. */
final class Transaction {
    private final JsonArrayBuilder actions = JsonValues.array();
    private boolean cancelled;

    /** Adds an action. */
    void add(String type, JsonObject data) {
        actions.add(JsonValues.object().add("type", type).add("data", data).build());
    }

    /** One of its lines is wrong, so none is to have an effect; the lines up to the end still belong to it. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Returns the arguments of the command {@code transaction}. */
    JsonObject arguments() {
        return JsonValues.object().add("actions", actions.build()).build();
    }
}
