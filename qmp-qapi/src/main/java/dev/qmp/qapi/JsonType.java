package dev.qmp.qapi;

/** The JSON types of values, named as in introspection. */
public enum JsonType {
    /** A string. */
    STRING("string"),
    /** A number. */
    NUMBER("number"),
    /** A number without fraction and exponent. */
    INT("int"),
    /** True or false. */
    BOOLEAN("boolean"),
    /** Null. */
    NULL("null"),
    /** An object. */
    OBJECT("object"),
    /** An array. */
    ARRAY("array"),
    /** Any value. */
    VALUE("value");

    private final String wireName;

    JsonType(String wireName) {
        this.wireName = wireName;
    }

    /**
     * Returns the name that introspection uses.
     *
     * @return the name
     */
    public String wireName() {
        return wireName;
    }
}
