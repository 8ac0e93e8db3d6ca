package dev.qmp.monitor.internal.rights;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Keeps secrets out of records. Thread: stateless. */
public final class Secrets {
    /** What is shown instead of a secret. */
    public static final JsonString MASK = JsonValues.string("***");

    /** Names of members whose values are secret; the name of a secret object, as in {@code key-secret}, is not. */
    private static final Set<String> NAMES = Set.of("password", "passwd", "passphrase", "token", "secret", "key");

    private Secrets() {}

    /**
     * Masks what is secret in the arguments of a command: values of members named like passwords, the data of secret objects, and command
     * lines that mention a password.
     *
     * @param command the command
     * @param arguments its arguments
     * @return the arguments to be recorded
     */
    public static JsonObject masked(String command, JsonObject arguments) {
        return masked(command, arguments, Set.of());
    }

    /**
     * Masks what is secret in the arguments of a command, and more.
     *
     * @param command the command
     * @param arguments its arguments
     * @param more names of other members whose values are secret, in lower case
     * @return the arguments to be recorded
     */
    public static JsonObject masked(String command, JsonObject arguments, Set<String> more) {
        boolean secretObject = command.equals("object-add")
                && arguments.get("qom-type") instanceof JsonString type
                && type.getString().startsWith("secret");
        JsonObjectBuilder masked = JsonValues.object();
        for (Map.Entry<String, JsonValue> member : arguments.entrySet()) {
            String name = member.getKey();
            boolean hidden = (secretObject && name.equals("data"))
                    || (name.equals("command-line") && isAboutPasswords(member.getValue()));
            masked.add(name, hidden ? MASK : masked(name, member.getValue(), more, false));
        }
        return masked.build();
    }

    private static boolean isAboutPasswords(JsonValue line) {
        return line instanceof JsonString text
                && text.getString().toLowerCase(Locale.ROOT).contains("pass");
    }

    /**
     * Masks what is secret in a request.
     *
     * @param request the whole request, or what came instead of one
     * @param more names of other members whose values are secret, in lower case
     * @return the request to be recorded
     */
    public static JsonValue maskedRequest(JsonValue request, Set<String> more) {
        if (!(request instanceof JsonObject object) || !(object.get("arguments") instanceof JsonObject arguments)) {
            return request;
        }
        JsonValue name = object.getOrDefault("execute", object.getOrDefault("exec-oob", JsonValue.NULL));
        String command = name instanceof JsonString text ? text.getString() : "";
        JsonObjectBuilder masked = JsonValues.object();
        object.forEach((member, value) ->
                masked.add(member, member.equals("arguments") ? masked(command, arguments, more) : value));
        return masked.build();
    }

    /**
     * Masks what is secret in a result: texts of members named like passwords.
     *
     * @param result the result, or the data of an event
     * @param more names of other members whose values are secret, in lower case
     * @return the same shape, so that it fits the schema as before
     */
    public static JsonValue maskedTexts(JsonValue result, Set<String> more) {
        return masked("", result, more, true);
    }

    private static JsonValue masked(String name, JsonValue value, Set<String> more, boolean textsOnly) {
        if (value instanceof JsonString || !textsOnly) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (NAMES.contains(lower) || more.contains(lower)) {
                return MASK;
            }
        }
        if (value instanceof JsonObject object) {
            JsonObjectBuilder masked = JsonValues.object();
            object.forEach((inner, part) -> masked.add(inner, masked(inner, part, more, textsOnly)));
            return masked.build();
        }
        if (value instanceof JsonArray array) {
            JsonArrayBuilder masked = JsonValues.array();
            array.forEach(part -> masked.add(masked("", part, more, textsOnly)));
            return masked.build();
        }
        return value;
    }
}
