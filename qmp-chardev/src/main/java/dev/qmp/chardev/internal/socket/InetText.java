package dev.qmp.chardev.internal.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Internet addresses as the C library prints them.
 *
 * <p>Thread: stateless.
 */
final class InetText {
    private InetText() {}

    static String host(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return address.getHostAddress();
        }
        byte[] bytes = six.getAddress();
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1; // a run of one zero is not shortened
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.length() == 0 || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return six.getScopeId() == 0 ? text.toString() : text + "%" + six.getScopeId();
    }

    /** Host and port, the host of version 6 in brackets. */
    static String bracketed(InetSocketAddress address) {
        String host = host(address.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Host and port, never in brackets. */
    static String plain(InetSocketAddress address) {
        return host(address.getAddress()) + ":" + address.getPort();
    }
}
