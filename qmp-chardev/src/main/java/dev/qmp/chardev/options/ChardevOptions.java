package dev.qmp.chardev.options;

import dev.qmp.chardev.ChardevException;
import org.jspecify.annotations.Nullable;

/**
 * The description of a device: its id, its type and its options in the vocabulary of {@code -chardev}.
 *
 * <p>A few defaults depend on where the options come from; a command of a monitor is translated into the same keys.
 *
 * <p>Thread: immutable.
 *
 * @param id the label; not checked here
 * @param type the name of the back end
 * @param options the options, checked
 * @param origin where they come from
 */
public record ChardevOptions(String id, String type, OptionString options, Origin origin) {

    /** Where options come from. Thread: immutable. */
    public enum Origin {
        /** A command line: a server waits for its client by default. */
        COMMAND_LINE,
        /** A command such as {@code chardev-add}: nothing waits by default. */
        MONITOR
    }

    /**
     * Reads the argument of {@code -chardev}.
     *
     * @param options the options
     * @return the device's options
     * @throws ChardevException {@code chardev: no id specified} or {@code chardev: "ID" missing backend}
     */
    public static ChardevOptions of(OptionString options) {
        String id = options.id();
        if (id == null) {
            throw new ChardevException("chardev: no id specified");
        }
        String type = options.get("backend");
        if (type == null) {
            throw new ChardevException("chardev: \"" + id + "\" missing backend");
        }
        return new ChardevOptions(id, type, options, Origin.COMMAND_LINE);
    }

    /**
     * Changes id and type.
     *
     * @param newId the new id
     * @param newType the new type
     * @return options that differ in these only
     */
    public ChardevOptions as(String newId, String newType) {
        return new ChardevOptions(newId, newType, options, origin);
    }

    /**
     * A text.
     *
     * @param key its key
     * @param otherwise the value if it is absent
     * @return its value
     */
    public @Nullable String string(String key, @Nullable String otherwise) {
        String value = options.get(key);
        return value == null ? otherwise : value;
    }

    /**
     * A text that must be there.
     *
     * @param key its key
     * @param message what the exception says
     * @return its value
     * @throws ChardevException if it is absent
     */
    public String require(String key, String message) {
        String value = options.get(key);
        if (value == null) {
            throw new ChardevException(message);
        }
        return value;
    }

    /**
     * A switch.
     *
     * @param key its key
     * @param otherwise the value if it is absent
     * @return its value
     */
    public boolean bool(String key, boolean otherwise) {
        return options.bool(key, otherwise);
    }

    /**
     * A number.
     *
     * @param key its key
     * @param otherwise the value if it is absent
     * @return its value, 64 bits unsigned
     */
    public long number(String key, long otherwise) {
        return options.number(key, otherwise);
    }

    /**
     * Says whether a key was given.
     *
     * @param key the key
     * @return true if it was
     */
    public boolean has(String key) {
        return options.has(key);
    }

    /**
     * Says whether the options stand on a command line.
     *
     * @return false if they come from a monitor
     */
    public boolean fromCommandLine() {
        return origin == Origin.COMMAND_LINE;
    }
}
