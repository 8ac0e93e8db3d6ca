package dev.qmp.cli.machine;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The migration capabilities that are on. Two have an effect: {@code events} and {@code postcopy-ram}; others that a schema declares are
 * only stored.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock.
 */
final class MigrationCapabilities {
    static final String EVENTS = "events";
    static final String POSTCOPY_RAM = "postcopy-ram";

    // Guarded by this.
    private final Map<String, Boolean> states = new LinkedHashMap<>();

    MigrationCapabilities() {
        states.put(EVENTS, false);
        states.put(POSTCOPY_RAM, false);
    }

    /** Executes {@code migrate-set-capabilities}. */
    synchronized void set(JsonArray capabilities) {
        for (JsonValue each : capabilities) {
            JsonObject capability = each.asJsonObject();
            states.put(capability.getString("capability"), capability.getBoolean("state"));
        }
    }

    /** Returns whether a capability is on. */
    synchronized boolean has(String capability) {
        return states.getOrDefault(capability, false);
    }

    /** Returns the value of {@code query-migrate-capabilities}. */
    synchronized JsonArray query() {
        JsonArrayBuilder list = JsonValues.array();
        states.forEach((name, state) ->
                list.add(JsonValues.object().add("state", state).add("capability", name)));
        return list.build();
    }
}
