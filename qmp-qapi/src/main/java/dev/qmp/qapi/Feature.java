package dev.qmp.qapi;

import java.util.List;

/**
 * A feature: a name that clients can look for in introspection.
 *
 * @param name the name; {@code deprecated} and {@code unstable} are special
 * @param condition when it exists
 */
public record Feature(String name, Condition condition) {
    /** The name of the feature that marks what will go away. */
    public static final String DEPRECATED = "deprecated";

    /** The name of the feature that marks what may change without notice. */
    public static final String UNSTABLE = "unstable";

    static boolean isIn(List<Feature> features, String name) {
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).name.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
