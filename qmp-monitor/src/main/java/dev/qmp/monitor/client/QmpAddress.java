package dev.qmp.monitor.client;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a server listens. The text forms are {@code unix:PATH}, a bare path, {@code tcp:HOST:PORT}, {@code HOST:PORT} and
 * {@code tls:HOST:PORT}; {@code toString} returns the form with the prefix. Thread: immutable, safe to share.
 */
public sealed interface QmpAddress {
    /**
     * A socket in the file system.
     *
     * @param path the socket's name, absolute or relative to the working directory
     */
    record Unix(Path path) implements QmpAddress {
        /**
         * Checks for null.
         *
         * @param path the socket's name
         */
        public Unix {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * A TCP port.
     *
     * @param host a name, or an address; an IPv6 one stands without brackets
     * @param port 1 to 65535
     */
    record Tcp(String host, int port) implements QmpAddress {
        /**
         * Checks the range.
         *
         * @param host a name or an address
         * @param port the port
         * @throws IllegalArgumentException if the port is out of its range
         */
        public Tcp {
            HostPort.check(host, port);
        }

        @Override
        public String toString() {
            return "tcp:" + HostPort.text(host, port);
        }
    }

    /**
     * A TCP port where TLS is spoken.
     *
     * @param host a name, or an address; an IPv6 one stands without brackets
     * @param port 1 to 65535
     */
    record Tls(String host, int port) implements QmpAddress {
        /**
         * Checks the range.
         *
         * @param host a name or an address
         * @param port the port
         * @throws IllegalArgumentException if the port is out of its range
         */
        public Tls {
            HostPort.check(host, port);
        }

        @Override
        public String toString() {
            return "tls:" + HostPort.text(host, port);
        }
    }

    /**
     * Parses an address.
     *
     * <p>Without one of the three prefixes, a text with a slash is a path, otherwise one that ends in a colon and digits is host and port,
     * and anything else is a path. An empty host ({@code tcp::4444}) is {@code localhost}; an IPv6 address stands in brackets
     * ({@code tcp:[::1]:4444}).
     *
     * @param text the text
     * @return the address
     * @throws IllegalArgumentException if it is not an address; the message says why, in one line
     */
    static QmpAddress parse(String text) {
        if (text.startsWith("unix:")) {
            return unix(text, text.substring(5));
        }
        if (text.startsWith("tcp:")) {
            HostPort parts = HostPort.parse(text, text.substring(4));
            return new Tcp(parts.host(), parts.port());
        }
        if (text.startsWith("tls:")) {
            HostPort parts = HostPort.parse(text, text.substring(4));
            return new Tls(parts.host(), parts.port());
        }
        if (text.indexOf('/') < 0 && HostPort.looksLike(text)) {
            HostPort parts = HostPort.parse(text, text);
            return new Tcp(parts.host(), parts.port());
        }
        return unix(text, text);
    }

    private static QmpAddress unix(String text, String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("address '" + text + "': the path is missing");
        }
        try {
            return new Unix(Path.of(path));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("address '" + text + "': " + e.getReason(), e);
        }
    }
}
