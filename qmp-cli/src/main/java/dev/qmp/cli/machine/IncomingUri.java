package dev.qmp.cli.machine;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of an incoming migration: {@code tcp:HOST:PORT[,ipv4=on|off][,ipv6=on|off][,to=PORT]},
 * {@code unix:PATH} or {@code vsock:CID:PORT}. The error texts are QEMU's.
 *
 * <p>Thread: immutable.
 *
 * @param text the address, for messages
 * @param options the same address as options of a socket device
 * @param numeric whether no host name has to be looked up, which could block
 */
record IncomingUri(String text, OptionString options, boolean numeric) {
    private static final OptionTable INET = OptionTable.of("incoming", null)
            .with(OptionTable.Type.BOOL, "ipv4", "ipv6")
            .with(OptionTable.Type.NUMBER, "to");

    private static final Pattern VSOCK = Pattern.compile("([^:]{1,32}):([^,]{1,32})(.*)", Pattern.DOTALL);

    /**
     * Reads a URI.
     *
     * @throws ChardevException if it is not such a URI
     */
    static IncomingUri parse(String uri) {
        if (uri.startsWith("unix:")) {
            String path = uri.substring("unix:".length());
            if (path.isEmpty()) {
                throw new ChardevException("invalid Unix socket address");
            }
            return new IncomingUri(uri, OptionString.of("path", path), true);
        }
        if (uri.startsWith("tcp:")) {
            return inet(uri.substring("tcp:".length()));
        }
        if (uri.startsWith("vsock:")) {
            return vsock(uri.substring("vsock:".length()));
        }
        throw new ChardevException("unknown migration protocol: " + uri);
    }

    private static IncomingUri vsock(String text) {
        Matcher address = VSOCK.matcher(text);
        if (!address.matches()) {
            throw new ChardevException("error parsing address '" + text + "'");
        }
        if (!address.group(3).isEmpty()) {
            throw new ChardevException("trailing characters in address '" + text + "'");
        }
        return vsock(address.group(1), address.group(2));
    }

    private static IncomingUri vsock(String cid, String port) {
        return new IncomingUri("vsock:" + cid + ":" + port, OptionString.of("cid", cid, "port", port), true);
    }

    /** Returns what gives the address in the checked arguments of {@code migrate-incoming}. */
    static Supplier<IncomingUri> of(JsonObject arguments) {
        return () -> {
            String uri = arguments.getString("uri", null);
            JsonArray channels = arguments.getJsonArray("channels");
            boolean none = channels == null || channels.isEmpty();
            if ((uri == null) == none) {
                throw new ChardevException("need either 'uri' or 'channels' argument");
            }
            if (uri != null) {
                return parse(uri);
            }
            if (channels.size() > 1) {
                throw new ChardevException("Channel list must have only one entry, for type 'main'");
            }
            return channel(channels.getJsonObject(0).getJsonObject("addr"));
        };
    }

    private static IncomingUri channel(JsonObject address) {
        String transport = address.getString("transport");
        String type = address.getString("type", transport);
        switch (type) {
            case "unix" -> {
                String path = address.getString("path");
                return new IncomingUri(path, OptionString.of("path", path), true);
            }
            case "vsock" -> {
                return vsock(address.getString("cid"), address.getString("port"));
            }
            case "inet" -> {
                Map<String, String> options = new LinkedHashMap<>();
                address.forEach((key, value) -> {
                    if (!key.equals("type") && !key.equals("transport")) {
                        options.put(key, option(value));
                    }
                });
                String host = address.getString("host");
                return new IncomingUri(host, OptionString.of(options), isNumeric(host));
            }
            default -> throw new ChardevException("migration through " + type + " is not available on this Java");
        }
    }

    private static String option(JsonValue value) {
        return switch (value.getValueType()) {
            case TRUE -> "on";
            case FALSE -> "off";
            case STRING -> ((JsonString) value).getString();
            default -> value.toString();
        };
    }

    private static IncomingUri inet(String text) {
        int comma = text.indexOf(',');
        String address = comma < 0 ? text : text.substring(0, comma);
        int colon;
        String host;
        if (address.startsWith("[")) {
            colon = address.indexOf("]:") + 1;
            if (colon == 0 || colon + 1 == address.length()) {
                throw new ChardevException("error parsing IPv6 address '" + text + "'");
            }
            host = address.substring(1, colon - 1);
        } else {
            colon = address.indexOf(':');
            if (colon < 0 || colon + 1 == address.length()) {
                throw new ChardevException(
                        (colon == 0 ? "error parsing port in address '" : "error parsing address '") + text + "'");
            }
            host = address.substring(0, colon);
        }
        OptionString options = OptionString.of("host", host, "port", address.substring(colon + 1));
        if (comma >= 0) {
            options = options.with(OptionString.parse(text.substring(comma + 1), INET));
        }
        return new IncomingUri("tcp:" + text, options, isNumeric(host));
    }

    private static boolean isNumeric(String host) {
        return host.isEmpty()
                || host.indexOf(':') >= 0
                || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
