package dev.qmp.chardev.options;

import dev.qmp.chardev.ChardevException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A list of options as on a command line: {@code first,key=value,...}.
 *
 * <p>Items end at a comma; two commas in a value are one. The first item without {@code =} is the value of the implied key.
 * Another item without {@code =} is a flag: {@code x} is {@code x=on}, {@code nox} is {@code x=off}. The last of equal keys
 * counts, but the first {@code id}. Specification: {@code chardev-option-grammar} and the rules after it.
 *
 * <p>Thread: immutable.
 */
public final class OptionString {

    private final @Nullable String id;
    private final List<Item> items; // without ids
    private final List<String> warnings;
    private final boolean help;

    record Item(String key, String value) {}

    OptionString(@Nullable String id, List<Item> items, List<String> warnings, boolean help) {
        this.id = id;
        this.items = List.copyOf(items);
        this.warnings = List.copyOf(warnings);
        this.help = help;
    }

    /**
     * Reads and checks a list of options.
     *
     * @param text the options
     * @param table the keys that are known
     * @return the options
     * @throws ChardevException with QEMU's text for the first fault ({@code chardev-error-chardev})
     */
    public static OptionString parse(String text, OptionTable table) {
        return parse(text, table, warning -> {});
    }

    /**
     * Reads and checks a list of options, and warns at once, so that warnings before a fault are not lost.
     *
     * @param text the options
     * @param table the keys that are known
     * @param warn takes each of {@link #warnings()} as it comes up
     * @return the options
     * @throws ChardevException with QEMU's text for the first fault ({@code chardev-error-chardev})
     */
    public static OptionString parse(String text, OptionTable table, Consumer<String> warn) {
        String id = idIn(text);
        if (id != null) {
            checkId(id);
        }
        return OptionParser.parse(text, id, table, warn);
    }

    /**
     * Finds the id in a text as QEMU does: before anything else, and without regard to an implied key. Specification: {@code
     * chardev-option-repeat}.
     *
     * @param text the options
     * @return the first id, unchecked, or null if there is none
     */
    public static @Nullable String idIn(String text) {
        return OptionParser.firstId(text);
    }

    /**
     * Makes options from pairs, unchecked.
     *
     * @param pairs keys and values in turn
     * @return the options
     */
    public static OptionString of(String... pairs) {
        OptionString options = new OptionString(null, List.of(), List.of(), false);
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            options = options.with(pairs[i], pairs[i + 1]);
        }
        return options;
    }

    /**
     * Makes options from a map, unchecked.
     *
     * @param values keys and values
     * @return the options
     */
    public static OptionString of(Map<String, String> values) {
        OptionString options = of();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            options = options.with(entry.getKey(), entry.getValue());
        }
        return options;
    }

    /**
     * Adds an option at the end.
     *
     * @param key its key
     * @param value its value
     * @return options with that too
     */
    public OptionString with(String key, String value) {
        if (key.equals("id")) {
            return id != null ? this : new OptionString(value, items, warnings, help);
        }
        List<Item> more = new ArrayList<>(items);
        more.add(new Item(key, value));
        return new OptionString(id, more, warnings, help);
    }

    /**
     * Adds all options of another list at the end, but its id.
     *
     * @param other the other list
     * @return options with these too, without the other's warnings
     */
    public OptionString with(OptionString other) {
        List<Item> more = new ArrayList<>(items);
        more.addAll(other.items);
        return new OptionString(id, more, warnings, help);
    }

    /**
     * The id.
     *
     * @return the first one given, or null
     */
    public @Nullable String id() {
        return id;
    }

    /**
     * The value of a key.
     *
     * @param key the key
     * @return the last one given, or null
     */
    public @Nullable String get(String key) {
        String found = key.equals("id") ? id : null;
        for (Item item : items) {
            if (item.key.equals(key)) {
                found = item.value;
            }
        }
        return found;
    }

    /**
     * Says whether a key was given.
     *
     * @param key the key
     * @return true if it was
     */
    public boolean has(String key) {
        return get(key) != null;
    }

    /**
     * A switch.
     *
     * @param key its key
     * @param otherwise the value if it is absent
     * @return its value
     * @throws ChardevException if it is not a switch
     */
    public boolean bool(String key, boolean otherwise) {
        String value = get(key);
        return value == null ? otherwise : OptionValues.bool(key, value);
    }

    /**
     * A number, unsigned.
     *
     * @param key its key
     * @param otherwise the value if it is absent
     * @return its value, 64 bits unsigned
     * @throws ChardevException if it is not a number
     */
    public long number(String key, long otherwise) {
        String value = get(key);
        return value == null ? otherwise : OptionValues.number(key, value);
    }

    /**
     * A number of bytes.
     *
     * @param key its key
     * @param otherwise the value if it is absent
     * @return its value, 64 bits unsigned
     * @throws ChardevException if it is not a size
     */
    public long size(String key, long otherwise) {
        String value = get(key);
        return value == null ? otherwise : OptionValues.size(key, value);
    }

    /**
     * The warnings: about short forms, and suffixes of hexadecimal sizes.
     *
     * @return texts of one or two lines; the first is printed with the prefix {@code warning: }, the second without one
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Says whether {@code help} or {@code ?} was among the items.
     *
     * @return true if help is wanted
     */
    public boolean wantsHelp() {
        return help;
    }

    /**
     * Checks the form of an id.
     *
     * @param id the id
     * @throws ChardevException {@code Parameter 'id' expects an identifier}
     */
    public static void checkId(String id) {
        if (!isIdentifier(id)) {
            throw new ChardevException(
                    "Parameter 'id' expects an identifier",
                    List.of("Identifiers consist of letters, digits, '-', '.', '_', starting with a letter."));
        }
    }

    private static boolean isIdentifier(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'))) {
                return false;
            }
        }
        return !id.isEmpty();
    }

    /** The options in their full form, every key named and every comma doubled; reading it gives equal options. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(id == null ? "" : "id=" + id.replace(",", ",,"));
        for (Item item : items) {
            text.append(text.length() == 0 ? "" : ",");
            text.append(item.key).append('=').append(item.value.replace(",", ",,"));
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OptionString that && Objects.equals(id, that.id) && items.equals(that.items);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, items);
    }
}
