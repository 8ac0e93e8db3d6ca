package dev.qmp.qapi;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An enumeration: a string out of a list.
 *
 * <p>Thread: immutable.
 */
public final class EnumType extends Type {
    private final List<EnumValue> values;
    private final @Nullable String prefix;

    EnumType(Header header, List<EnumValue> values, @Nullable String prefix) {
        super(header);
        this.values = List.copyOf(values);
        this.prefix = prefix;
    }

    /**
     * Returns the values.
     *
     * @return the values in written order
     */
    public List<EnumValue> values() {
        return values;
    }

    /**
     * Returns the value of a name.
     *
     * @param name the string on the wire
     * @return the value, if there is one
     */
    public Optional<EnumValue> value(String name) {
        for (EnumValue value : values) {
            if (value.name().equals(name)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the prefix for constants in generated code.
     *
     * @return the prefix, if one is written
     */
    public Optional<String> prefix() {
        return Optional.ofNullable(prefix);
    }

    @Override
    public JsonType jsonType() {
        return JsonType.STRING;
    }

    @Override
    public String describe() {
        return "enum type '" + name() + "'";
    }
}
