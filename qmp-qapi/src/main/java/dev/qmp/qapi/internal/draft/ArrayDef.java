package dev.qmp.qapi.internal.draft;

import org.jspecify.annotations.Nullable;

/**
 * An array type; it is found at its first use.
 *
 * <p>Thread: confined to one compilation.
 */
public final class ArrayDef extends TypeDef {
    private final String elementName;
    private @Nullable TypeDef element;

    /** Makes the type. */
    public ArrayDef(Head head, String elementName) {
        super(head);
        this.elementName = elementName;
    }

    /** Returns the name of the element type. */
    public String elementName() {
        return elementName;
    }

    /** Returns the element type, null if it is unknown or not looked up yet. */
    public @Nullable TypeDef element() {
        return element;
    }

    /** Sets the element type. */
    public void setElement(TypeDef resolved) {
        element = resolved;
    }

    @Override
    public String describe() {
        return "array type ['" + elementName + "']";
    }
}
