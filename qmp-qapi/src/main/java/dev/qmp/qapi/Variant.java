package dev.qmp.qapi;

/**
 * A branch of a union: the members that a value of the tag brings.
 *
 * @param name the value of the tag
 * @param type the type whose members join the base's
 * @param condition when it exists
 * @param isImplied whether the schema does not spell it out: the tag has the value, and it adds no members
 */
public record Variant(String name, ObjectType type, Condition condition, boolean isImplied) {
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
