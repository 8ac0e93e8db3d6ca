package dev.qmp.qapi;

/**
 * An array of values of one type.
 *
 * <p>Thread: immutable.
 */
public final class ArrayType extends Type {
    private final Type element;

    ArrayType(Header header, Type element) {
        super(header);
        this.element = element;
    }

    /**
     * Returns the type of the elements.
     *
     * @return the element type
     */
    public Type element() {
        return element;
    }

    @Override
    public JsonType jsonType() {
        return JsonType.ARRAY;
    }

    @Override
    public String describe() {
        return "array type ['" + element.name() + "']";
    }
}
