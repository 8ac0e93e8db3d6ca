package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.ChardevException;
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
        if (!port.matches("[0-9]{1,9}")) {
            throw failed(host, port, "Servname not supported for ai_socktype");
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address instanceof Inet4Address ? four : six) {
                    return new InetSocketAddress(address, Integer.parseInt(port) & 0xffff);
                }
            }
        } catch (UnknownHostException e) {
            throw failed(host, port, "Name or service not known");
        }
        throw failed(host, port, "Name or service not known");
    }

    private static ChardevException failed(String host, String port, String reason) {
        return new ChardevException("address resolution failed for " + host + ":" + port + ": " + reason);
    }
}
