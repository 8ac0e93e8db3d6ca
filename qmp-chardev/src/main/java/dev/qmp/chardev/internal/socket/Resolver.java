package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.socket.Endpoint.Choice;
import dev.qmp.chardev.internal.system.InetNames;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * From host and port as text to addresses. Blocks.
 *
 * <p>Thread: stateless.
 */
final class Resolver {
    private Resolver() {}

    /** All addresses, in the order to try them. */
    static List<InetSocketAddress> resolve(Endpoint.Inet inet, boolean server) {
        boolean four = wantsFour(inet);
        boolean six = wantsSix(inet);
        if (!four && !six) {
            throw new ChardevException("Cannot disable IPv4 and IPv6 at same time");
        }
        int port = InetNames.port(inet.port(), "tcp")
                .orElseThrow(() -> failed(inet, "Servname not supported for ai_socktype"));
        List<InetSocketAddress> found = new ArrayList<>();
        for (InetAddress address : hosts(inet, server)) {
            if (address instanceof Inet4Address ? four : six) {
                found.add(new InetSocketAddress(address, port));
            }
        }
        if (found.isEmpty() && six && !server) { // version 4 as version 6
            hosts(inet, false).forEach(address -> found.add(new InetSocketAddress(address, port)));
        }
        if (found.isEmpty()) {
            throw failed(inet, InetNames.unsuited(inet.host()));
        }
        return found;
    }

    private static List<InetAddress> hosts(Endpoint.Inet inet, boolean server) {
        try {
            if (inet.host().isEmpty() && server) {
                InetAddress six = InetAddress.getByAddress(new byte[16]);
                boolean both = inet.ipv4() == Choice.ON && inet.ipv6() == Choice.ON;
                return both ? List.of(six) : List.of(six, InetAddress.getByAddress(new byte[4]));
            }
            if (inet.host().isEmpty() || inet.host().startsWith("[")) {
                throw failed(inet, "Name or service not known");
            }
            return List.of(InetAddress.getAllByName(inet.host()));
        } catch (UnknownHostException e) {
            String text = String.valueOf(e.getMessage());
            int colon = text.lastIndexOf(": ");
            throw failed(inet, colon < 0 ? "Name or service not known" : text.substring(colon + 2));
        }
    }

    private static boolean wantsFour(Endpoint.Inet inet) {
        return inet.ipv4() == Choice.ON || (inet.ipv4() == Choice.ABSENT && inet.ipv6() != Choice.ON);
    }

    private static boolean wantsSix(Endpoint.Inet inet) {
        return inet.ipv6() == Choice.ON || (inet.ipv6() == Choice.ABSENT && inet.ipv4() != Choice.ON);
    }

    private static ChardevException failed(Endpoint.Inet inet, String reason) {
        return new ChardevException("address resolution failed for " + inet.text() + ": " + reason);
    }
}
