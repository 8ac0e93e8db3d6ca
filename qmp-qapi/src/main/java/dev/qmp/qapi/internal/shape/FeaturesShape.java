package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.parse.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the value of {@code features}. */
final class FeaturesShape {
    private static final Place SOURCE = Place.of("'features' member");

    private FeaturesShape() {}

    /** Reads the features among an object's members. */
    static List<Feature> read(Map<String, Expr> fields, Site site) {
        Expr features = fields.get("features");
        if (features == null) {
            return List.of();
        }
        if (!(features instanceof Expr.Items items)) {
            throw site.error("'features' must be an array");
        }
        List<Feature> result = new ArrayList<>();
        for (Expr item : items.items()) {
            result.add(feature(Keys.longForm(item, "name"), site));
        }
        return result;
    }

    private static Feature feature(Map<String, Expr> fields, Site site) {
        Keys.FEATURE.check(fields, site, SOURCE);
        if (!(fields.get("name") instanceof Expr.Text name)) {
            throw site.error(SOURCE + " requires a string name");
        }
        Place source = new Place(SOURCE.what(), name.value());
        Names.checkLower(name.value(), site, source, false, false);
        Condition condition = ConditionShape.read(fields, site, source);
        return new Feature(name.value(), condition);
    }
}
