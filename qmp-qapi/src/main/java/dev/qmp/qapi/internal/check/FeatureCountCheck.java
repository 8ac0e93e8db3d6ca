package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A schema has at most 64 names of features, the two special ones always counted.
 *
 * <p>Thread: confined to one compilation.
 */
final class FeatureCountCheck {
    private static final int MAXIMUM = 64;

    private final Set<String> names = new HashSet<>(Set.of(Feature.DEPRECATED, Feature.UNSTABLE));

    private FeatureCountCheck() {}

    static void check(Draft draft) {
        FeatureCountCheck check = new FeatureCountCheck();
        for (Def def : draft.entities()) {
            check.count(def);
        }
    }

    private void count(Def def) {
        count(def, def.features());
        if (def instanceof EnumDef values) {
            countPieces(def, values.values());
        } else if (def instanceof ObjectDef object) {
            countPieces(def, object.members());
        }
    }

    private void countPieces(Def def, List<PartDef> pieces) {
        for (PartDef piece : pieces) {
            count(def, piece.features());
        }
    }

    private void count(Def def, List<Feature> features) {
        for (Feature feature : features) {
            if (names.add(feature.name()) && names.size() > MAXIMUM) {
                throw def.site().error("Maximum of 64 schema features is permitted");
            }
        }
    }
}
