package dev.qmp.chardev.options;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an {@link OptionString} may have, and the types of their values.
 *
 * <p>Thread: immutable; the {@code with} methods make new tables.
 */
public final class OptionTable {
    /** The type of a value. Thread: immutable. */
    public enum Type {
        /** Any text. */
        STRING("str"),
        /** {@code on} or {@code off}. */
        BOOL("bool (on/off)"),
        /** An unsigned number of 64 bits, as C writes it. */
        NUMBER("num"),
        /** A number of bytes with an optional suffix. */
        SIZE("size"),
        /** The same as before QEMU 8.0: hexadecimal numbers may have a suffix, and the fraction needs a number before it. */
        OLD_SIZE("size");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** The keys of {@code -chardev} in QEMU 7.2: one list for all back ends ({@code chardev-option-keys}), and ours. */
    static final OptionTable CHARDEV_7_2 = of("chardev", "backend")
            .with(Type.STRING, "backend", "path", "host", "port", "fd", "localaddr", "localport")
            .with(Type.STRING, "tls-creds", "tls-authz", "name", "chardev", "logfile")
            .with(Type.BOOL, "ipv4", "ipv6", "wait", "server", "delay", "nodelay", "telnet", "tn3270", "websocket")
            .with(Type.BOOL, "mux", "signal", "append", "logappend", "mouse", "clipboard", "abstract", "tight")
            .with(Type.NUMBER, "to", "reconnect", "width", "height", "cols", "rows", "debug")
            .with(Type.OLD_SIZE, "size")
            .with(Type.NUMBER, "max-clients")
            .with(Type.BOOL, "descriptors")
            .with(Type.STRING, "mode", "allow-uid", "origin");

    /** The keys of {@code -chardev} in QEMU 10.0, and ours. */
    public static final OptionTable CHARDEV = CHARDEV_7_2
            .with(Type.NUMBER, "reconnect-ms")
            .with(Type.STRING, "input-path", "chardevs.0", "chardevs.1", "chardevs.2", "chardevs.3")
            .with(Type.SIZE, "size");

    private final String name;
    private final @Nullable String impliedKey;
    private final Map<String, Type> keys;

    private OptionTable(String name, @Nullable String impliedKey, Map<String, Type> keys) {
        this.name = name;
        this.impliedKey = impliedKey;
        this.keys = Collections.unmodifiableMap(keys);
    }

    /**
     * Makes a table without keys.
     *
     * @param name the kind of thing that the options belong to, for the text of a duplicate id: {@code Duplicate ID 'a' for NAME}
     * @param impliedKey the key of a first item without {@code =}, or null for none
     * @return the table
     */
    public static OptionTable of(String name, @Nullable String impliedKey) {
        return new OptionTable(name, impliedKey, new TreeMap<>());
    }

    /**
     * Adds keys.
     *
     * @param type the type of their values
     * @param names the keys
     * @return a table with these too
     */
    public OptionTable with(Type type, String... names) {
        Map<String, Type> more = new TreeMap<>(keys);
        for (String key : names) {
            more.put(key, type);
        }
        return new OptionTable(name, impliedKey, more);
    }

    /**
     * Changes the implied key.
     *
     * @param key the key of a first item without {@code =}, or null for none
     * @return a table that differs in that only
     */
    public OptionTable implying(@Nullable String key) {
        return new OptionTable(name, key, keys);
    }

    /**
     * The kind of thing that the options belong to.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The help that {@code help} as an item prints.
     *
     * @return lines without line ends: a title, then the keys in their order
     */
    public String help() {
        // QEMU sorts the lines, not the keys: reconnect-ms= comes before reconnect=.
        return keys.entrySet().stream()
                .map(entry -> "\n  " + entry.getKey() + "=<" + entry.getValue().label() + ">")
                .sorted()
                .collect(Collectors.joining("", name + " options:", ""));
    }

    @Nullable
    String impliedKey() {
        return impliedKey;
    }

    @Nullable
    Type type(String key) {
        return keys.get(key);
    }
}
