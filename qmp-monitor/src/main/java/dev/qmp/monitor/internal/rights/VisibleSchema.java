package dev.qmp.monitor.internal.rights;

import dev.qmp.json.JsonValues;
import dev.qmp.monitor.rights.Role;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** What a role sees of the results of introspection commands. Thread: stateless. */
public final class VisibleSchema {
    /** The command that lists commands. */
    public static final String COMMANDS = "query-commands";
    /** The command that describes everything. */
    public static final String SCHEMA = "query-qmp-schema";

    private VisibleSchema() {}

    /** Tells whether the result of a command depends on the role. */
    public static boolean isFiltered(String command) {
        return command.equals(SCHEMA) || command.equals(COMMANDS);
    }

    /**
     * Leaves out what a role does not have.
     *
     * @param command one of the two
     * @param result what it returns without roles
     * @param role the role
     * @return what it returns for the role
     */
    public static JsonValue filter(String command, JsonValue result, Role role) {
        if (!(result instanceof JsonArray all)) {
            return result;
        }
        return command.equals(COMMANDS) ? commands(all, role) : schema(all, role);
    }

    private static JsonArray commands(JsonArray all, Role role) {
        JsonArrayBuilder visible = JsonValues.array();
        for (JsonObject one : all.getValuesAs(JsonObject.class)) {
            if (role.allows(one.getString("name"))) {
                visible.add(one);
            }
        }
        return visible.build();
    }

    /** Keeps the commands and events that the role has, and the types that these need. */
    private static JsonArray schema(JsonArray all, Role role) {
        Map<String, JsonObject> types = new HashMap<>();
        ArrayDeque<JsonObject> open = new ArrayDeque<>();
        Set<JsonObject> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (JsonObject one : all.getValuesAs(JsonObject.class)) {
            String name = one.getString("name");
            String kind = one.getString("meta-type");
            if (kind.equals("command") ? role.allows(name) : kind.equals("event") && role.delivers(name)) {
                open.add(one);
            } else if (!kind.equals("command") && !kind.equals("event")) {
                types.put(name, one);
            }
        }
        Set<String> reached = new HashSet<>();
        for (JsonObject one; (one = open.poll()) != null; ) {
            kept.add(one);
            Set<String> used = new HashSet<>();
            collect(one, used);
            for (String type : used) {
                JsonObject definition = types.get(type);
                if (definition != null && reached.add(type)) {
                    open.add(definition);
                }
            }
        }
        JsonArrayBuilder visible = JsonValues.array();
        for (JsonObject one : all.getValuesAs(JsonObject.class)) {
            if (kept.contains(one)) {
                visible.add(one);
            }
        }
        return visible.build();
    }

    /** Collects the names of types that an entry refers to. */
    private static void collect(JsonObject entry, Set<String> used) {
        for (String key : new String[] {"arg-type", "ret-type", "element-type", "type"}) {
            if (entry.get(key) instanceof JsonString name) {
                used.add(name.getString());
            }
        }
        for (String key : new String[] {"members", "variants"}) {
            if (entry.get(key) instanceof JsonArray parts) {
                for (JsonValue part : parts) {
                    if (part instanceof JsonObject member) {
                        collect(member, used);
                    }
                }
            }
        }
    }
}
