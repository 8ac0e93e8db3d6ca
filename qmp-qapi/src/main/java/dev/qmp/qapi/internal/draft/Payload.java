package dev.qmp.qapi.internal.draft;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of a command or the data of an event: none, a named type or inline members.
 *
 * <p>Thread: confined to one compilation.
 */
public final class Payload {
    private final @Nullable String typeName;
    private final boolean boxed;
    private @Nullable TypeDef type;

    /** Makes a payload with a name, with inline members, or with neither. */
    public Payload(@Nullable String typeName, @Nullable ObjectDef inline, boolean boxed) {
        this.typeName = typeName;
        this.type = inline;
        this.boxed = boxed;
    }

    /** Returns the type's name, null if there is none or it is inline. */
    public @Nullable String typeName() {
        return typeName;
    }

    /** Tells whether it is taken as one object. */
    public boolean boxed() {
        return boxed;
    }

    /** Returns the type, null if there is none or it is not looked up yet. */
    public @Nullable TypeDef type() {
        return type;
    }

    /** Sets the type. */
    public void setType(TypeDef resolved) {
        type = resolved;
    }
}
