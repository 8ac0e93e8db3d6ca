package dev.qmp.qapi.internal.draft;

/**
 * A type while a schema is checked.
 *
 * <p>Thread: confined to one compilation.
 */
public abstract sealed class TypeDef extends Def permits BuiltinDef, EnumDef, ArrayDef, ObjectDef, AlternateDef {
    TypeDef(Head head) {
        super(head);
    }

    /** Describes the type as diagnostics do. */
    public abstract String describe();
}
