package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.socket.Endpoint.Choice;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.DescriptorLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The options of a socket, read and checked in QEMU's order ({@code chardev-error-chardev}).
 *
 * <p>Thread: immutable.
 *
 * @param endpoint the address
 * @param server whether it listens
 * @param waits whether opening waits for a client
 * @param nodelay whether small packets are sent at once
 * @param telnet whether telnet is spoken
 * @param websocket whether frames are spoken
 * @param tlsCreds the id of TLS credentials
 * @param tlsAuthz the distinguished name that a TLS client must have
 * @param reconnectMillis milliseconds between attempts to connect, 0 for one attempt
 * @param keepAlive how the system probes an idle connection, or null for not at all
 * @param maxClients how many clients at a time
 * @param mode the mode of the socket's file, octal, or null
 * @param allowedUids the users who may connect, or null for everybody
 * @param origins which web pages may open a WebSocket
 * @param descriptors whether peers may pass file descriptors
 */
record SocketOptions(
        Endpoint endpoint,
        boolean server,
        boolean waits,
        boolean nodelay,
        boolean telnet,
        boolean websocket,
        @Nullable String tlsCreds,
        @Nullable String tlsAuthz,
        long reconnectMillis,
        @Nullable KeepAlive keepAlive,
        int maxClients,
        @Nullable String mode,
        @Nullable List<String> allowedUids,
        OriginCheck origins,
        boolean descriptors) {
    /** The longest abstract name, in bytes. */
    private static final int LONGEST_NAME = 107;

    /**
     * Reads the options.
     *
     * @param options the options
     * @param names knows the descriptors that clients have given names
     * @param lookup finds the TLS credentials or fails; called in its place among the checks
     */
    static SocketOptions of(
            ChardevOptions options, @Nullable DescriptorLookup names, BiConsumer<String, Boolean> lookup) {
        boolean unix = options.has("path");
        boolean inet = options.has("host");
        boolean fd = options.has("fd");
        if ((unix ? 1 : 0) + (inet ? 1 : 0) + (fd ? 1 : 0) > 1) {
            throw new ChardevException("None or one of 'path', 'fd' or 'host' option required.");
        }
        boolean server = options.bool("server", !options.fromCommandLine());
        String tlsCreds = options.string("tls-creds", null);
        if (inet && !options.has("port")) {
            throw new ChardevException("chardev: socket: no port given");
        }
        if (options.has("delay") && options.has("nodelay")) {
            throw new ChardevException("'delay' and 'nodelay' are mutually exclusive");
        }
        Endpoint endpoint = endpoint(options, names);
        if (tlsCreds != null) {
            lookup.accept(tlsCreds, server);
        }
        check(options, server, tlsCreds, endpoint.scheme());
        return new SocketOptions(
                endpoint,
                server,
                server && options.bool("wait", options.fromCommandLine() && maxClients(options) == 1),
                options.has("delay") ? !options.bool("delay", false) : options.bool("nodelay", false),
                options.bool("telnet", false),
                options.bool("websocket", false),
                tlsCreds,
                options.string("tls-authz", null),
                reconnectMillis(options),
                KeepAlive.of(options, server),
                maxClients(options),
                mode(options, endpoint instanceof Endpoint.Unix && server),
                allowedUids(options, unix && server),
                origins(options),
                descriptors(options, inet || endpoint instanceof Endpoint.Vsock));
    }

    private static String checkedName(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new ChardevException(
                    "UNIX socket path '" + name + "' is too long",
                    List.of("Path must be less than " + LONGEST_NAME + " bytes"));
        }
        return name;
    }

    private static OriginCheck origins(ChardevOptions options) {
        String origins = options.string("origin", null);
        if (origins != null && !options.bool("websocket", false)) {
            throw new ChardevException("'origin' option needs 'websocket'");
        }
        String host = options.string("host", null);
        return new OriginCheck(
                origins == null ? List.of() : List.of(origins.strip().split(" +")), host == null ? "" : host);
    }

    /** Whether there are layers between the channel and the front end. */
    boolean layered() {
        return telnet || websocket || tlsCreds != null;
    }

    private static Endpoint endpoint(ChardevOptions options, @Nullable DescriptorLookup names) {
        String path = options.string("path", null);
        if (path != null) {
            return options.bool("abstract", false)
                    ? new Endpoint.AbstractName(checkedName(path), options.bool("tight", true))
                    : new Endpoint.Unix(path);
        }
        String host = options.string("host", null);
        if (host != null) {
            Choice ipv4 = Choice.of(options.has("ipv4"), options.bool("ipv4", false));
            Choice ipv6 = Choice.of(options.has("ipv6"), options.bool("ipv6", false));
            return new Endpoint.Inet(
                    host,
                    options.require("port", "chardev: socket: no port given"),
                    options.number("to", -1),
                    ipv4,
                    ipv6);
        }
        String cid = options.string("cid", null);
        if (cid != null) { // from a monitor only
            return new Endpoint.Vsock(cid, options.require("port", "chardev: socket: no port given"));
        }
        String fd = options.has("fd") ? options.require("fd", "") : "";
        return options.fromCommandLine() ? new Endpoint.Fd(fd) : new Endpoint.NamedFd(fd, names);
    }

    private static void check(ChardevOptions options, boolean server, @Nullable String tlsCreds, String family) {
        if (family.equals("fd") && options.has("reconnect")) {
            throw new ChardevException("'reconnect' option is incompatible with 'fd' address type");
        }
        if (options.has("reconnect") && options.has("reconnect-ms")) {
            throw new ChardevException("'reconnect' and 'reconnect-ms' are mutually exclusive");
        }
        if (options.bool("mptcp", false)) {
            throw new ChardevException("mptcp is not available on this Java");
        }
        if (tlsCreds != null && !family.equals("tcp")) {
            throw new ChardevException("'tls_creds' option is incompatible with '" + family + "' address type");
        }
        if (options.has("tls-authz") && tlsCreds == null) {
            throw new ChardevException("'tls_authz' option requires 'tls_creds' option");
        }
        if (server && options.has("reconnect")) {
            throw new ChardevException("'reconnect' option is incompatible with socket in server listen mode");
        }
        if (!server && options.bool("websocket", false)) {
            throw new ChardevException("Websocket client is not implemented");
        }
        if (!server && options.has("wait")) {
            throw new ChardevException("'wait' option is incompatible with socket in client connect mode");
        }
        if (options.bool("tn3270", false)) {
            throw new ChardevException("tn3270 is not available: no device speaks it");
        }
        if (!server && options.has("max-clients")) {
            throw new ChardevException("'max-clients' option is incompatible with socket in client connect mode");
        }
        if (maxClients(options) > 1 && options.bool("wait", false)) {
            throw new ChardevException("'wait' option is incompatible with more than one client");
        }
    }

    /** A negative time is zero, and one too long for the clock is the longest. */
    private static long reconnectMillis(ChardevOptions options) {
        long seconds = options.number("reconnect", 0);
        long millis =
                options.has("reconnect-ms") ? options.number("reconnect-ms", 0) : TimeUnit.SECONDS.toMillis(seconds);
        return Math.max(0, millis);
    }

    private static int maxClients(ChardevOptions options) {
        long clients = options.number("max-clients", 1);
        if (clients < 1 || clients > Integer.MAX_VALUE) {
            throw new ChardevException("Parameter 'max-clients' expects a number from 1 to " + Integer.MAX_VALUE);
        }
        return (int) clients;
    }

    private static @Nullable String mode(ChardevOptions options, boolean unixServer) {
        String mode = options.string("mode", null);
        if (mode == null) {
            return null;
        }
        if (!unixServer) {
            throw new ChardevException("'mode' option needs a listening unix socket");
        }
        if (!mode.matches("0?[0-7]{3}")) {
            throw new ChardevException("Parameter 'mode' expects three octal digits");
        }
        return mode.substring(mode.length() - 3);
    }

    private static boolean descriptors(ChardevOptions options, boolean elsewhere) {
        boolean descriptors = options.bool("descriptors", false);
        if (descriptors && (elsewhere || options.bool("websocket", false))) {
            throw new ChardevException(
                    "'descriptors' option needs a unix socket" + (elsewhere ? "" : " without 'websocket'"));
        }
        return descriptors;
    }

    private static @Nullable List<String> allowedUids(ChardevOptions options, boolean unixServer) {
        String uids = options.string("allow-uid", null);
        if (uids == null) {
            return null;
        }
        if (!unixServer) {
            throw new ChardevException("'allow-uid' option needs a listening unix socket");
        }
        List<String> list = new ArrayList<>();
        for (String uid : uids.split(":", -1)) {
            if (!uid.matches("[0-9]{1,10}")) {
                throw new ChardevException("Parameter 'allow-uid' expects user numbers with ':' between them");
            }
            list.add(uid);
        }
        return list;
    }
}
