package dev.qmp.qapi;

/**
 * A branch of an alternate.
 *
 * @param name the branch's name, which is not on the wire
 * @param type its type
 * @param condition when it exists
 */
public record Alternative(String name, Type type, Condition condition) {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name + ": " + type.name();
    }
}
