package dev.qmp.monitor.internal.chardev;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.ChardevOptions.Origin;
import dev.qmp.chardev.options.OptionString;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Translates the argument {@code backend} into the vocabulary of {@code -chardev}.
 *
 * <p>Thread: confined to one translation.
 */
final class BackendArguments {
    private final Map<String, String> options = new LinkedHashMap<>();

    private BackendArguments() {}

    /**
     * Reads checked arguments.
     *
     * @throws ChardevException for a kind of address that Java does not support
     */
    static ChardevOptions read(JsonObject arguments) {
        JsonObject backend = arguments.getJsonObject("backend");
        String type = backend.getString("type");
        BackendArguments reader = new BackendArguments();
        JsonValue data = backend.get("data");
        if (data != null) {
            reader.device(type, data.asJsonObject());
        }
        return new ChardevOptions(arguments.getString("id"), type, OptionString.of(reader.options), Origin.MONITOR);
    }

    private void device(String type, JsonObject data) {
        for (Map.Entry<String, JsonValue> member : data.entrySet()) {
            JsonValue value = member.getValue();
            switch (member.getKey()) {
                case "addr", "remote" -> address(value.asJsonObject());
                case "local" -> local(value.asJsonObject());
                case "out", "device" -> put("path", value);
                case "in" -> put("input-path", value);
                case "chardevs" -> list(value.asJsonArray());
                case "path" -> put(type.equals("pty") ? "link" : "path", value);
                default -> put(member.getKey(), value);
            }
        }
    }

    private void list(JsonArray ids) {
        for (int i = 0; i < ids.size(); i++) {
            put("chardevs." + i, ids.get(i));
        }
    }

    private void address(JsonObject address) {
        JsonObject data = address.getJsonObject("data");
        switch (address.getString("type")) {
            case "inet", "unix", "vsock" -> data.forEach(this::put);
            case "fd" -> put("fd", data.getString("str"));
            default ->
                throw new ChardevException(address.getString("type") + " sockets are not available on this Java");
        }
    }

    private void local(JsonObject address) {
        JsonObject data = address.getJsonObject("data");
        if (!address.getString("type").equals("inet")) {
            throw new ChardevException("Datagrams need an address of type inet");
        }
        put("localaddr", data.getString("host"));
        put("localport", data.getString("port"));
    }

    private void put(String key, JsonValue value) {
        switch (value.getValueType()) {
            case TRUE -> put(key, "on");
            case FALSE -> put(key, "off");
            case STRING -> put(key, ((JsonString) value).getString());
            default -> put(key, value.toString());
        }
    }

    private void put(String key, String value) {
        options.put(key, value);
    }
}
