package dev.qmp.chardev.internal.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hosts and ports of the internet as text, as the C library's resolver understands them.
 *
 * <p>Thread: stateless.
 */
public final class InetNames {
    private static final Path SERVICES = Path.of("/etc/services");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private InetNames() {}

    /**
     * Reads a port.
     *
     * @param text a number, or the name of a service
     * @param protocol {@code tcp} or {@code udp}
     * @return its number; empty if there is no such service
     */
    public static OptionalInt port(String text, String protocol) {
        if (text.isEmpty()) {
            return OptionalInt.of(0);
        }
        if (text.matches("[0-9]{1,18}")) {
            return OptionalInt.of((int) (Long.parseLong(text) & 0xffff)); // as in QEMU: 99999 becomes 34463
        }
        String suffix = "/" + protocol;
        try (Stream<String> lines = Files.lines(SERVICES)) {
            return lines.map(line -> SPACE.split(line.replaceFirst("#.*", "").strip()))
                    .filter(words -> words.length > 1 && words[1].endsWith(suffix) && names(words, text))
                    .mapToInt(words -> Integer.parseInt(words[1].substring(0, words[1].length() - suffix.length())))
                    .findFirst();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Returns why a host has none of the addresses that are wanted.
     *
     * @param host a name, or an address of the other version
     * @return the text
     */
    public static String unsuited(String host) {
        boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        return address ? "Address family for hostname not supported" : "Name or service not known";
    }

    private static boolean names(String[] words, String service) {
        for (int i = 0; i < words.length; i++) {
            if (i != 1 && words[i].equals(service)) {
                return true;
            }
        }
        return false;
    }
}
