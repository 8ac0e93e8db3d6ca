package dev.qmp.qapi;

import java.util.List;

/** Look-ups in lists of features. */
final class Features {
    private Features() {}

    static boolean contain(List<Feature> features, String name) {
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
