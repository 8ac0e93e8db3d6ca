package dev.qmp.qapi.internal.parse;

import java.util.List;
import java.util.Map;

/** A value of the surface syntax. */
public sealed interface Expr {
    /** Tells whether the value counts as false: false itself and everything empty. */
    boolean isEmpty();

    /**
     * A string.
     *
     * @param value the string
     */
    record Text(String value) implements Expr {
        @Override
        public boolean isEmpty() {
            return value.isEmpty();
        }
    }

    /**
     * A boolean.
     *
     * @param value the boolean
     */
    record Flag(boolean value) implements Expr {
        @Override
        public boolean isEmpty() {
            return !value;
        }
    }

    /**
     * An array.
     *
     * @param items the elements
     */
    record Items(List<Expr> items) implements Expr {
        @Override
        public boolean isEmpty() {
            return items.isEmpty();
        }
    }

    /**
     * An object.
     *
     * @param fields the members in written order
     */
    record Fields(Map<String, Expr> fields) implements Expr {
        @Override
        public boolean isEmpty() {
            return fields.isEmpty();
        }
    }
}
