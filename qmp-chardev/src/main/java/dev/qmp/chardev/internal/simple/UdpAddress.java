package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.InetNames;
import dev.qmp.chardev.options.ChardevOptions;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Addresses of datagram sockets.
 *
 * <p>Thread: stateless.
 */
final class UdpAddress {
    private UdpAddress() {}

    static InetSocketAddress resolve(ChardevOptions options, String host, String port) {
        boolean four = options.bool("ipv4", !options.bool("ipv6", false));
        boolean six = options.bool("ipv6", !options.bool("ipv4", false));
        if (!four && !six) {
            throw new ChardevException("Cannot disable IPv4 and IPv6 at same time");
        }
        int number = InetNames.port(port, "udp")
                .orElseThrow(() -> failed(host, port, "Servname not supported for ai_socktype"));
        try {
            InetAddress mapped = null; // version 4 as version 6
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address instanceof Inet4Address ? four : six) {
                    return new InetSocketAddress(address, number);
                }
                mapped = six ? address : null;
            }
            if (mapped != null) {
                return new InetSocketAddress(mapped, number);
            }
        } catch (UnknownHostException e) {
            throw failed(host, port, "Name or service not known");
        }
        throw failed(host, port, InetNames.unsuited(host));
    }

    private static ChardevException failed(String host, String port, String reason) {
        return new ChardevException("address resolution failed for " + host + ":" + port + ": " + reason);
    }
}
