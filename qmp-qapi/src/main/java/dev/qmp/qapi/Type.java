package dev.qmp.qapi;

/**
 * A type of the schema.
 *
 * <p>Thread: immutable once its {@link Schema} is built.
 */
public abstract sealed class Type extends SchemaEntity
        permits BuiltinType, EnumType, ObjectType, AlternateType, ArrayType {
    Type(Header header) {
        super(header);
    }

    /**
     * Returns what values of the type are in JSON.
     *
     * @return the JSON type
     */
    public abstract JsonType jsonType();
}
