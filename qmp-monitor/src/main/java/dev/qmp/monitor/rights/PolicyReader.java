package dev.qmp.monitor.rights;

import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy from JSON; a fault is named with its place.
 *
 * <p>Thread: confined to its owner.
 */
final class PolicyReader {
    private static final Set<String> TOP = Set.of("roles", "assign", "default");
    private static final Set<String> OF_ROLE = Set.of("allow", "deny", "oob", "events", "arguments");
    private static final Set<String> OF_ASSIGNMENT =
            Set.of("monitor", "uid", "gid", "tls-subject", "tls-name", "address", "role");

    private final String name;
    private final byte[] text;
    private final Policy.Builder policy = Policy.builder();

    PolicyReader(String name, byte[] text) {
        this.name = name;
        this.text = text;
    }

    Policy read() throws PolicyException {
        JsonValue whole;
        try {
            whole = JsonText.parse(text);
        } catch (JsonParseException e) {
            throw new PolicyException(name + ":" + JsonText.lineAndColumn(text, e.offset()) + ": " + e.getMessage());
        }
        JsonObject top = object(whole, List.of());
        checkKeys(top, TOP, List.of());
        JsonValue roles = top.get("roles");
        if (roles != null) {
            for (Map.Entry<String, JsonValue> entry :
                    object(roles, List.of("roles")).entrySet()) {
                policy.role(role(entry.getKey(), entry.getValue(), List.of("roles", entry.getKey())));
            }
        }
        JsonValue assign = top.get("assign");
        if (assign != null) {
            JsonArray assignments = array(assign, List.of("assign"));
            for (int i = 0; i < assignments.size(); i++) {
                policy.assign(assignment(assignments.get(i), List.of("assign", i)));
            }
        }
        JsonValue otherwise = top.get("default");
        if (otherwise != null) {
            policy.otherwise(known(otherwise, List.of("default")));
        }
        return policy.build();
    }

    private Role role(String roleName, JsonValue value, List<Object> path) throws PolicyException {
        JsonObject object = object(value, path);
        checkKeys(object, OF_ROLE, path);
        Role.Builder role = Role.builder(roleName)
                .allow(texts(object, "allow", path))
                .deny(texts(object, "deny", path))
                .events(texts(object, "events", path));
        JsonValue oob = object.get("oob");
        if (oob != null) {
            if (oob != JsonValue.TRUE && oob != JsonValue.FALSE) {
                throw fault(with(path, "oob"), "'oob' is not true or false");
            }
            role.outOfBand(oob == JsonValue.TRUE);
        }
        JsonValue arguments = object.get("arguments");
        if (arguments != null) {
            List<Object> place = with(path, "arguments");
            for (Map.Entry<String, JsonValue> command : object(arguments, place).entrySet()) {
                List<Object> ofCommand = with(place, command.getKey());
                for (Map.Entry<String, JsonValue> one :
                        object(command.getValue(), ofCommand).entrySet()) {
                    role.argument(command.getKey(), one.getKey(), array(one.getValue(), with(ofCommand, one.getKey())));
                }
            }
        }
        return role.build();
    }

    private Assignment assignment(JsonValue value, List<Object> path) throws PolicyException {
        JsonObject object = object(value, path);
        checkKeys(object, OF_ASSIGNMENT, path);
        JsonValue role = object.get("role");
        if (role == null) {
            throw fault(path, "'role' is missing");
        }
        if (object.size() == 1) {
            throw fault(path, "this assignment is for nobody in particular: use 'default'");
        }
        return new Assignment(
                known(role, with(path, "role")),
                text(object, "monitor", path),
                user(object.get("uid"), with(path, "uid")),
                group(object.get("gid"), with(path, "gid")),
                text(object, "tls-subject", path),
                text(object, "tls-name", path),
                text(object, "address", path));
    }

    private Role known(JsonValue value, List<Object> path) throws PolicyException {
        if (!(value instanceof JsonString text)) {
            throw fault(path, "this is not the name of a role");
        }
        Role role = policy.find(text.getString());
        if (role == null) {
            throw fault(path, "there is no role '" + text.getString() + "'");
        }
        return role;
    }

    private @Nullable UserPrincipal user(@Nullable JsonValue value, List<Object> path) throws PolicyException {
        String id = id(value, path);
        try {
            return id == null ? null : lookup().lookupPrincipalByName(id);
        } catch (IOException e) {
            throw fault(path, "there is no user '" + id + "'");
        }
    }

    private @Nullable GroupPrincipal group(@Nullable JsonValue value, List<Object> path) throws PolicyException {
        String id = id(value, path);
        try {
            return id == null ? null : lookup().lookupPrincipalByGroupName(id);
        } catch (IOException e) {
            throw fault(path, "there is no group '" + id + "'");
        }
    }

    private static UserPrincipalLookupService lookup() {
        return FileSystems.getDefault().getUserPrincipalLookupService();
    }

    private @Nullable String id(@Nullable JsonValue value, List<Object> path) throws PolicyException {
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text && !text.getString().isEmpty()) {
            return text.getString();
        }
        if (value instanceof JsonNumber number) {
            long id = JsonValues.asInt64(number).orElse(-1);
            if (id >= 0 && id <= 0xFFFF_FFFFL) {
                return Long.toString(id);
            }
        }
        throw fault(path, "this is neither a number nor a name");
    }

    private String[] texts(JsonObject object, String key, List<Object> path) throws PolicyException {
        JsonValue value = object.get(key);
        if (value == null) {
            return new String[0];
        }
        List<Object> place = with(path, key);
        List<String> texts = new ArrayList<>();
        JsonArray array = array(value, place);
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof JsonString text)) {
                throw fault(with(place, i), "this is not a string");
            }
            texts.add(text.getString());
        }
        return texts.toArray(new String[0]);
    }

    private @Nullable String text(JsonObject object, String key, List<Object> path) throws PolicyException {
        JsonValue value = object.get(key);
        if (value == null || value instanceof JsonString) {
            return value == null ? null : ((JsonString) value).getString();
        }
        throw fault(with(path, key), "'" + key + "' is not a string");
    }

    private JsonObject object(JsonValue value, List<Object> path) throws PolicyException {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw fault(path, "this is not an object");
    }

    private JsonArray array(JsonValue value, List<Object> path) throws PolicyException {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw fault(path, "this is not an array");
    }

    private void checkKeys(JsonObject object, Set<String> known, List<Object> path) throws PolicyException {
        for (String key : object.keySet()) {
            if (!known.contains(key)) {
                throw fault(with(path, key), "'" + key + "' is not known here");
            }
        }
    }

    private static List<Object> with(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private PolicyException fault(List<Object> path, String reason) {
        return new PolicyException(
                name + ":" + JsonText.lineAndColumn(text, JsonPlaces.of(text, path)) + ": " + reason);
    }
}
