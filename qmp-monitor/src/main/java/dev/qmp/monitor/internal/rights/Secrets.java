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
    private static final JsonString MASK = JsonValues.string("***");

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
        boolean secretObject = command.equals("object-add")
                && arguments.get("qom-type") instanceof JsonString type
                && type.getString().startsWith("secret");
        JsonObjectBuilder masked = JsonValues.object();
        for (Map.Entry<String, JsonValue> member : arguments.entrySet()) {
            String name = member.getKey();
            boolean hidden = (secretObject && name.equals("data"))
                    || (name.equals("command-line") && isAboutPasswords(member.getValue()));
            masked.add(name, hidden ? MASK : masked(name, member.getValue()));
        }
        return masked.build();
    }

    private static boolean isAboutPasswords(JsonValue line) {
        return line instanceof JsonString text
                && text.getString().toLowerCase(Locale.ROOT).contains("pass");
    }

    private static JsonValue masked(String name, JsonValue value) {
        if (NAMES.contains(name.toLowerCase(Locale.ROOT))) {
            return MASK;
        }
        if (value instanceof JsonObject object) {
            JsonObjectBuilder masked = JsonValues.object();
            object.forEach((inner, part) -> masked.add(inner, masked(inner, part)));
            return masked.build();
        }
        if (value instanceof JsonArray array) {
            JsonArrayBuilder masked = JsonValues.array();
            array.forEach(part -> masked.add(masked("", part)));
            return masked.build();
        }
        return value;
    }
}
