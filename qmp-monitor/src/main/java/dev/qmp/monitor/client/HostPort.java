package dev.qmp.monitor.client;

import java.util.regex.Pattern;

/** The text {@code HOST:PORT}. Thread: immutable. */
record HostPort(String host, int port) {
    private static final Pattern ENDS_IN_PORT = Pattern.compile(".*:\\d+", Pattern.DOTALL);

    static boolean looksLike(String text) {
        return ENDS_IN_PORT.matcher(text).matches();
    }

    /** Parses {@code part}, which stands in the address {@code whole}. */
    static HostPort parse(String whole, String part) {
        int colon = part.lastIndexOf(':');
        if (colon < 0 || colon == part.length() - 1 || part.endsWith("]")) {
            throw new IllegalArgumentException("address '" + whole + "': the port is missing");
        }
        String host = part.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("address '" + whole + "': an IPv6 address is written in brackets");
        }
        int port;
        try {
            port = Integer.parseInt(part.substring(colon + 1));
        } catch (NumberFormatException e) {
            port = -1;
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("address '" + whole + "': a port is a number from 1 to 65535");
        }
        return new HostPort(host.isEmpty() ? "localhost" : host, port);
    }

    static void check(String host, int port) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host is missing");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535: " + port);
        }
    }

    static String text(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
