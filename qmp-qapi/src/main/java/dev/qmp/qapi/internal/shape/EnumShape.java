package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.TypeRef;
import dev.qmp.qapi.internal.parse.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the body of an enumeration. */
final class EnumShape {
    private static final Place SOURCE = Place.of("'data' member");
    private static final TypeRef NO_TYPE = new TypeRef("", false);

    private EnumShape() {}

    static List<PartDef> read(Map<String, Expr> fields, Site site, boolean anyCase) {
        if (!(fields.get("data") instanceof Expr.Items items)) {
            throw site.error("'data' must be an array");
        }
        Expr prefix = fields.get("prefix");
        if (prefix != null && !(prefix instanceof Expr.Text)) {
            throw site.error("'prefix' must be a string");
        }
        List<PartDef> values = new ArrayList<>(items.items().size());
        for (Expr item : items.items()) {
            values.add(value(Keys.longForm(item, "name"), site, anyCase));
        }
        return values;
    }

    private static PartDef value(Map<String, Expr> fields, Site site, boolean anyCase) {
        Keys.VALUE.check(fields, site, SOURCE);
        if (!(fields.get("name") instanceof Expr.Text text)) {
            throw site.error(SOURCE + " requires a string name");
        }
        String name = text.value();
        Place source = new Place(SOURCE.what(), name);
        boolean digit = !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9';
        Names.checkLower(digit ? "d" + name : name, site, source, anyCase, anyCase);
        Condition condition = ConditionShape.read(fields, site, source);
        List<Feature> features = FeaturesShape.read(fields, site);
        return new PartDef(PartDef.Role.VALUE, name, NO_TYPE, false, condition, features, false);
    }
}
