package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.TypeDef;
import java.util.List;

/** Features of one list differ from each other; types cannot have the special ones. */
final class FeatureClashCheck {
    private FeatureClashCheck() {}

    static void check(Def def) {
        if (def.features().isEmpty()) {
            return;
        }
        check(def.features(), def.name(), def.site());
        if (def instanceof TypeDef) {
            for (Feature feature : def.features()) {
                if (feature.name().equals(Feature.DEPRECATED) || feature.name().equals(Feature.UNSTABLE)) {
                    throw def.site().error("feature '" + feature.name() + "' is not supported for types");
                }
            }
        }
    }

    /** Checks the features of a member or value, which messages name as if it were a type. */
    static void check(PartDef member, Site site) {
        if (member.features().size() > 1) {
            check(member.features(), member.name(), site);
        }
    }

    private static void check(List<Feature> features, String carrier, Site site) {
        PartDef.Owner owner = new PartDef.Owner("type", carrier);
        Clashes clashes = new Clashes();
        for (Feature feature : features) {
            clashes.add(PartDef.bare(PartDef.Role.FEATURE, feature.name(), owner), site);
        }
    }
}
