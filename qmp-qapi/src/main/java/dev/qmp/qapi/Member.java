package dev.qmp.qapi;

import java.util.List;

/**
 * A member of a struct or union, an argument of a command or a datum of an event.
 *
 * @param name the key on the wire
 * @param type its type
 * @param isOptional whether it may be absent
 * @param condition when it exists
 * @param features its features in written order
 * @param definedIn the name of the type that declares it
 */
public record Member(
        String name, Type type, boolean isOptional, Condition condition, List<Feature> features, String definedIn) {
    /**
     * Makes a member.
     *
     * @param name the key on the wire
     * @param type its type
     * @param isOptional whether it may be absent
     * @param condition when it exists
     * @param features its features, copied
     * @param definedIn the name of the type that declares it
     */
    public Member {
        features = List.copyOf(features);
    }

    /**
     * Tells whether the member lists a feature.
     *
     * @param feature the feature's name
     * @return whether it does
     */
    public boolean hasFeature(String feature) {
        return Feature.isIn(features, feature);
    }

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
        return (isOptional ? "*" : "") + name + ": " + type.name();
    }
}
