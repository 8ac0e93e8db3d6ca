package dev.qmp.qapi;

import java.util.List;

/**
 * A built-in type.
 *
 * <p>Thread: immutable.
 */
public final class BuiltinType extends Type {
    private final Kind kind;

    BuiltinType(Kind kind) {
        super(new Header(
                kind.typeName, Condition.always(), List.of(), null, SourceInfo.NONE, SchemaModule.BUILTIN, true));
        this.kind = kind;
    }

    /** The built-in types, in their predefined order. */
    public enum Kind {
        /** A string. */
        STR("str", JsonType.STRING),
        /** Any number. */
        NUMBER("number", JsonType.NUMBER),
        /** A signed integer of 64 bits. */
        INT("int", JsonType.INT),
        /** A signed integer of 8 bits. */
        INT8("int8", JsonType.INT),
        /** A signed integer of 16 bits. */
        INT16("int16", JsonType.INT),
        /** A signed integer of 32 bits. */
        INT32("int32", JsonType.INT),
        /** A signed integer of 64 bits. */
        INT64("int64", JsonType.INT),
        /** An unsigned integer of 8 bits. */
        UINT8("uint8", JsonType.INT),
        /** An unsigned integer of 16 bits. */
        UINT16("uint16", JsonType.INT),
        /** An unsigned integer of 32 bits. */
        UINT32("uint32", JsonType.INT),
        /** An unsigned integer of 64 bits; a negative one is accepted and taken modulo 2^64. */
        UINT64("uint64", JsonType.INT),
        /** Like {@link #UINT64}: a number of bytes. */
        SIZE("size", JsonType.INT),
        /** True or false. */
        BOOL("bool", JsonType.BOOLEAN),
        /** Any value. */
        ANY("any", JsonType.VALUE),
        /** Null. */
        NULL("null", JsonType.NULL);

        private final String typeName;
        private final JsonType jsonType;

        Kind(String typeName, JsonType jsonType) {
            this.typeName = typeName;
            this.jsonType = jsonType;
        }

        /**
         * Returns the name of the type in schemas.
         *
         * @return the name
         */
        public String typeName() {
            return typeName;
        }

        /**
         * Returns what values are in JSON.
         *
         * @return the JSON type
         */
        public JsonType jsonType() {
            return jsonType;
        }
    }

    /**
     * Returns which built-in type this is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    @Override
    public JsonType jsonType() {
        return kind.jsonType;
    }

    @Override
    public String describe() {
        return "built-in type '" + name() + "'";
    }
}
