package dev.qmp.qapi;

import java.util.List;

/**
 * A value of an enumeration.
 *
 * @param name the string on the wire
 * @param condition when it exists
 * @param features its features in written order
 */
public record EnumValue(String name, Condition condition, List<Feature> features) {
    /**
     * Makes a value.
     *
     * @param name the string on the wire
     * @param condition when it exists
     * @param features its features, copied
     */
    public EnumValue {
        features = List.copyOf(features);
    }

    /**
     * Tells whether the value lists a feature.
     *
     * @param feature the feature's name
     * @return whether it does
     */
    public boolean hasFeature(String feature) {
        return Feature.isIn(features, feature);
    }
}
