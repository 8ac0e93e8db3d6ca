package dev.qmp.cli.machine;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;

/**
 * The address of an incoming migration: {@code tcp:HOST:PORT[,ipv4=on|off][,ipv6=on|off][,to=PORT]} or
 * {@code unix:PATH}. The error texts are QEMU's.
 *
 * <p>Thread: immutable.
 *
 * @param options the same address as options of a socket device
 * @param numeric whether no host name has to be looked up, which could block
 */
record IncomingUri(OptionString options, boolean numeric) {
    private static final OptionTable INET = OptionTable.of("incoming", null)
            .with(OptionTable.Type.BOOL, "ipv4", "ipv6")
            .with(OptionTable.Type.NUMBER, "to");

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
            return new IncomingUri(OptionString.of("path", path), true);
        }
        if (uri.startsWith("tcp:")) {
            return inet(uri.substring("tcp:".length()));
        }
        throw new ChardevException("unknown migration protocol: " + uri);
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
        return new IncomingUri(options, isNumeric(host));
    }

    private static boolean isNumeric(String host) {
        return host.isEmpty()
                || host.indexOf(':') >= 0
                || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
