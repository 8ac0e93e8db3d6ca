package dev.qmp.qapi;

/**
 * A struct: an object with fixed members.
 *
 * <p>Thread: immutable once its {@link Schema} is built.
 */
public final class StructType extends ObjectType {
    /** The name of the predefined struct without members, used for commands without arguments or result. */
    public static final String EMPTY_NAME = "q_empty";

    StructType(Header header) {
        super(header);
    }

    @Override
    public String describe() {
        return "struct type '" + name() + "'";
    }
}
