package dev.qmp.qapi.internal.draft;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An enumeration.
 *
 * <p>Thread: confined to one compilation.
 */
public final class EnumDef extends TypeDef {
    private final List<PartDef> values;
    private final Set<String> names = new HashSet<>();
    private final @Nullable String prefix;

    /** Makes the type. */
    public EnumDef(Head head, List<PartDef> values, @Nullable String prefix) {
        super(head);
        this.values = values;
        for (PartDef value : values) {
            names.add(value.name());
        }
        this.prefix = prefix;
    }

    /** Returns the values. */
    public List<PartDef> values() {
        return values;
    }

    /** Returns the prefix of constants, null if none is written. */
    public @Nullable String prefix() {
        return prefix;
    }

    /** Tells whether a string is a value. */
    public boolean has(String value) {
        return names.contains(value);
    }

    @Override
    public String describe() {
        return "enum type '" + name() + "'";
    }
}
