package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.spi.DescriptorLookup;
import dev.qmp.chardev.spi.VsockAddress;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where a socket listens or connects to, as the options give it.
 *
 * <p>Thread: immutable.
 */
sealed interface Endpoint {
    /** The text in errors, and in {@code filename} if {@link #shown} does not differ, without the scheme: {@code host:port}, the path, the number. */
    String text();

    /** The text in {@code filename}, if that has more than {@link #text}. */
    default String shown() {
        return text();
    }

    /** The beginning of {@code filename}. */
    String scheme();

    /**
     * A host and a port.
     *
     * @param host a name or address; empty is any address
     * @param port a number or the name of a service
     * @param to the last port to try, or -1
     * @param ipv4 given, and how
     * @param ipv6 given, and how
     */
    record Inet(String host, String port, long to, Choice ipv4, Choice ipv6) implements Endpoint {
        @Override
        public String text() {
            return host + ":" + port;
        }

        @Override
        public String scheme() {
            return "tcp";
        }
    }

    /**
     * A path in the file system.
     *
     * @param path the path; empty on a server is a temporary name
     */
    record Unix(String path) implements Endpoint {
        @Override
        public String text() {
            return path;
        }

        @Override
        public String scheme() {
            return "unix";
        }
    }

    /**
     * A name of a unix socket without a file.
     *
     * @param name the name
     * @param tight whether it is as long as it looks, instead of padded
     */
    record AbstractName(String name, boolean tight) implements Endpoint {
        @Override
        public String text() {
            return name;
        }

        @Override
        public String shown() {
            return name + ",abstract=on" + (tight ? ",tight=on" : "");
        }

        @Override
        public String scheme() {
            return "unix";
        }
    }

    /**
     * A port of a machine or of its host.
     *
     * @param cid the number of the machine, as given
     * @param port the port, as given
     */
    record Vsock(String cid, String port) implements Endpoint {
        @Override
        public String text() {
            return cid + ":" + port;
        }

        @Override
        public String scheme() {
            return "vsock";
        }

        /** Reads the numbers. */
        VsockAddress address() {
            return new VsockAddress(number("cid", cid), number("port", port));
        }

        private static int number(String what, String text) {
            if (text.matches("\\s*\\+?[0-9]+")) {
                BigInteger number = new BigInteger(text.strip());
                if (number.bitLength() <= Integer.SIZE) {
                    return number.intValue();
                }
            }
            throw new ChardevException("Failed to parse " + what + " '" + text + "'");
        }
    }

    /**
     * A socket that was open when the program started.
     *
     * @param text the descriptor's number, as given
     */
    record Fd(String text) implements Endpoint {
        @Override
        public String scheme() {
            return "fd";
        }
    }

    /**
     * A socket that a client of a monitor passed.
     *
     * @param text its name
     * @param lookup who knows it, null if nobody does
     */
    record NamedFd(String text, @Nullable DescriptorLookup lookup) implements Endpoint {
        @Override
        public String scheme() {
            return "fd";
        }
    }

    /** A switch that may be absent. Thread: immutable. */
    enum Choice {
        ABSENT,
        ON,
        OFF;

        static Choice of(boolean present, boolean value) {
            return !present ? ABSENT : value ? ON : OFF;
        }
    }
}
