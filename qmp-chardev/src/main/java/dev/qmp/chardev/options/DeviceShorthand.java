package dev.qmp.chardev.options;

import dev.qmp.chardev.ChardevException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A device in the short form of {@code -qmp}, {@code -monitor} and {@code -serial}: {@code unix:PATH,server=on},
 * {@code stdio}, {@code mon:tcp:HOST:PORT}, {@code chardev:ID}... Specification: {@code chardev-short}.
 *
 * <p>Thread: immutable.
 */
public final class DeviceShorthand {
    private static final Set<String> PLAIN =
            Set.of("null", "pty", "msmouse", "wctablet", "braille", "testdev", "stdio");
    private static final Set<String> INET = Set.of("tcp", "telnet", "tn3270", "websocket");
    /** The forms with several parts, compiled when the first one is read: most devices have other forms. */
    private static final class Forms {
        static final Pattern SCREEN = Pattern.compile("([0-9]{1,7})(C?)x([0-9]{1,7})(C?).*");
        static final Pattern HOST_PORT = Pattern.compile("([^:]{0,64}):([^,]{1,32})(.*)", Pattern.DOTALL);
        static final Pattern UDP_HOST_PORT = Pattern.compile("([^:]{0,64}):([^@,]{1,32})(.*)", Pattern.DOTALL);
    }

    private final @Nullable String existing;
    private final OptionString options;

    private DeviceShorthand(@Nullable String existing, OptionString options) {
        this.existing = existing;
        this.options = options;
    }

    /**
     * Says whether a text is an address, such as {@code unix:PATH}, rather than a list of options.
     *
     * @param text the text
     * @return true if its first item has a colon that is not part of a value
     */
    public static boolean isAddress(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case ':' -> {
                    return true;
                }
                case ',', '=' -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }

    /**
     * Reads the short form. {@code none} means no device and is up to the caller.
     *
     * @param text the short form
     * @return what it means
     * @throws ChardevException {@code 'TEXT' is not a valid char driver} and the like, ending with {@code parse error: TEXT}
     */
    public static DeviceShorthand parse(String text) {
        return parse(text, OptionTable.CHARDEV);
    }

    /**
     * Reads the short form. {@code none} means no device and is up to the caller.
     *
     * @param text the short form
     * @param table the keys that options after an address may have
     * @return what it means
     * @throws ChardevException {@code 'TEXT' is not a valid char driver} and the like, ending with {@code parse error: TEXT}
     */
    public static DeviceShorthand parse(String text, OptionTable table) {
        if (text.startsWith("chardev:")) {
            return new DeviceShorthand(text.substring("chardev:".length()), OptionString.of());
        }
        String device = text;
        OptionString first = OptionString.of();
        if (text.startsWith("mon:")) {
            device = text.substring("mon:".length());
            first = OptionString.of("mux", "on");
            if (device.equals("stdio")) {
                first = first.with("signal", "off");
            }
        }
        try {
            OptionString options = device(device, table);
            if (options == null) {
                throw new ChardevException("parse error: " + text);
            }
            return new DeviceShorthand(null, first.with(options));
        } catch (ChardevException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith("parse error: ")
                    ? e
                    : new ChardevException(message, List.of("parse error: " + text), e.hints());
        }
    }

    /**
     * The device that {@code chardev:ID} names.
     *
     * @return its id, or null if the text describes a device of its own
     */
    public @Nullable String existingId() {
        return existing;
    }

    /**
     * The device's options in the vocabulary of {@code -chardev}.
     *
     * @param label its id, such as {@code compat_monitor0}
     * @return the options
     */
    public OptionString options(String label) {
        return OptionString.of("id", label).with(options);
    }

    /** The options; null for a malformed device of a known kind. */
    private static @Nullable OptionString device(String text, OptionTable table) {
        if (PLAIN.contains(text)) {
            return backend(text);
        }
        if (text.startsWith("vc")) {
            return screen(text.substring(2));
        }
        if (text.equals("con:")) {
            return backend("console");
        }
        if (text.startsWith("COM")) {
            return backend("serial").with("path", text);
        }
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (scheme.equals("file") || scheme.equals("pipe")) {
            return backend(scheme).with("path", rest);
        }
        if (INET.contains(scheme)) {
            return inet(scheme, rest, table.implying(null));
        }
        if (scheme.equals("udp")) {
            return udp(rest);
        }
        if (scheme.equals("unix")) {
            OptionTable implied = table.implying("path");
            return backend("socket").with(OptionParser.parse(rest, null, implied, warning -> {}));
        }
        if (text.startsWith("/dev/")) {
            boolean parallel = text.startsWith("/dev/parport") || text.startsWith("/dev/ppi");
            return backend(parallel ? "parallel" : "serial").with("path", text);
        }
        throw new ChardevException("'" + text + "' is not a valid char driver");
    }

    private static OptionString backend(String name) {
        return OptionString.of("backend", name);
    }

    private static @Nullable OptionString screen(String rest) {
        if (!rest.startsWith(":")) {
            return backend("vc");
        }
        Matcher m = Forms.SCREEN.matcher(rest.substring(1));
        if (!m.matches()) {
            return null;
        }
        boolean characters = m.group(2).equals("C");
        return backend("vc")
                .with(characters ? "cols" : "width", m.group(1))
                .with(characters ? "rows" : "height", m.group(3));
    }

    private static @Nullable OptionString inet(String scheme, String rest, OptionTable table) {
        Matcher m = Forms.HOST_PORT.matcher(rest);
        if (!m.matches()) {
            return null;
        }
        OptionString options = backend("socket").with("host", m.group(1)).with("port", m.group(2));
        if (m.group(3).startsWith(",")) {
            options = options.with(OptionParser.parse(m.group(3).substring(1), null, table, warning -> {}));
        }
        return scheme.equals("tcp") ? options : options.with(scheme, "on");
    }

    private static @Nullable OptionString udp(String rest) {
        Matcher m = Forms.UDP_HOST_PORT.matcher(rest);
        if (!m.matches()) {
            return null;
        }
        OptionString options = backend("udp").with("host", m.group(1)).with("port", m.group(2));
        if (!m.group(3).startsWith("@")) {
            return options;
        }
        Matcher local = Forms.HOST_PORT.matcher(m.group(3).substring(1));
        return local.matches() ? options.with("localaddr", local.group(1)).with("localport", local.group(2)) : null;
    }
}
