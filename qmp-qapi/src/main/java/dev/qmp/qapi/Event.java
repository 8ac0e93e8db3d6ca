package dev.qmp.qapi;

/**
 * An event that clients may receive.
 *
 * <p>Thread: immutable.
 */
public final class Event extends SchemaEntity {
    private final ObjectType argumentType;
    private final boolean boxed;

    Event(Header header, ObjectType argumentType, boolean boxed) {
        super(header);
        this.argumentType = argumentType;
        this.boxed = boxed;
    }

    /**
     * Returns the type of the data.
     *
     * @return the type; an object type without members if there are none
     */
    public ObjectType argumentType() {
        return argumentType;
    }

    /**
     * Tells whether emitters take the data as one object.
     *
     * @return the flag, false by default
     */
    public boolean boxed() {
        return boxed;
    }

    @Override
    public String describe() {
        return "event '" + name() + "'";
    }
}
