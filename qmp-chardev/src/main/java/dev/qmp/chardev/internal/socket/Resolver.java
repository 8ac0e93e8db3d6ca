package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.socket.Endpoint.Choice;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * From host and port as text to addresses. Blocks.
 *
 * <p>Thread: stateless.
 */
final class Resolver {
    private static final Path SERVICES = Path.of("/etc/services");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Resolver() {}

    /** All addresses, in the order to try them. */
    static List<InetSocketAddress> resolve(Endpoint.Inet inet, boolean server) {
        boolean four = wantsFour(inet);
        boolean six = wantsSix(inet);
        if (!four && !six) {
            throw new ChardevException("Cannot disable IPv4 and IPv6 at same time");
        }
        int port = port(inet);
        List<InetSocketAddress> found = new ArrayList<>();
        for (InetAddress address : hosts(inet, server)) {
            if (address instanceof Inet4Address ? four : six) {
                found.add(new InetSocketAddress(address, port));
            }
        }
        if (found.isEmpty()) {
            throw failed(inet, "Name or service not known");
        }
        return found;
    }

    private static List<InetAddress> hosts(Endpoint.Inet inet, boolean server) {
        try {
            if (inet.host().isEmpty()) {
                if (server) {
                    InetAddress six = InetAddress.getByAddress(new byte[16]);
                    boolean both = inet.ipv4() == Choice.ON && inet.ipv6() == Choice.ON;
                    return both ? List.of(six) : List.of(six, InetAddress.getByAddress(new byte[4]));
                }
                return List.of(
                        Inet6Address.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}),
                        Inet4Address.getByAddress(new byte[] {127, 0, 0, 1}));
            }
            if (inet.host().startsWith("[")) {
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

    private static int port(Endpoint.Inet inet) {
        String port = inet.port();
        if (port.isEmpty()) {
            return 0;
        }
        if (port.matches("[0-9]{1,18}")) {
            return (int) (Long.parseLong(port) & 0xffff); // as in QEMU: 99999 becomes 34463
        }
        try (Stream<String> lines = Files.lines(SERVICES)) {
            return lines.map(line -> SPACE.split(line.replaceFirst("#.*", "").strip()))
                    .filter(words -> words.length > 1 && words[1].endsWith("/tcp") && names(words, port))
                    .map(words -> Integer.parseInt(words[1].substring(0, words[1].length() - "/tcp".length())))
                    .findFirst()
                    .orElseThrow(() -> failed(inet, "Servname not supported for ai_socktype"));
        } catch (IOException e) {
            throw failed(inet, "Servname not supported for ai_socktype");
        }
    }

    private static boolean names(String[] words, String service) {
        for (int i = 0; i < words.length; i++) {
            if (i != 1 && words[i].equals(service)) {
                return true;
            }
        }
        return false;
    }

    private static ChardevException failed(Endpoint.Inet inet, String reason) {
        return new ChardevException("address resolution failed for " + inet.text() + ": " + reason);
    }
}
