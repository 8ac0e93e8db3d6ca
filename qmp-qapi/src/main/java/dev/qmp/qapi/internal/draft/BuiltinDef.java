package dev.qmp.qapi.internal.draft;

import dev.qmp.qapi.BuiltinType;

/**
 * A built-in type.
 *
 * <p>Thread: confined to one compilation.
 */
public final class BuiltinDef extends TypeDef {
    private final BuiltinType.Kind kind;

    /** Makes the type. */
    public BuiltinDef(Head head, BuiltinType.Kind kind) {
        super(head);
        this.kind = kind;
    }

    /** Returns which type it is. */
    public BuiltinType.Kind kind() {
        return kind;
    }

    @Override
    public String describe() {
        return "built-in type '" + name() + "'";
    }
}
