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
import org.jspecify.annotations.Nullable;

/** Reads members: a struct's, an inline base's, inline arguments. */
final class MembersShape {
    private MembersShape() {}

    /** Reads an object of members that is the value of a key. */
    static List<PartDef> read(@Nullable Expr value, Site site, String key, PartDef.Role role, boolean anyCase) {
        if (!(value instanceof Expr.Fields object)) {
            throw site.error(key + " should be an object or type name");
        }
        String what = key + " member";
        List<PartDef> members = new ArrayList<>(object.fields().size());
        for (Map.Entry<String, Expr> entry : object.fields().entrySet()) {
            members.add(member(entry.getKey(), entry.getValue(), site, what, role, anyCase));
        }
        return members;
    }

    private static PartDef member(
            String written, Expr value, Site site, String what, PartDef.Role role, boolean anyCase) {
        Place source = new Place(what, written);
        boolean optional = written.startsWith("*");
        String name = optional ? written.substring(1) : written;
        Names.checkLower(name, site, source, anyCase, anyCase);
        String mangled = Mangling.mangle(name);
        if (mangled.equals("u") || mangled.startsWith("has_")) {
            throw site.error(source + " uses reserved name");
        }
        Map<String, Expr> fields = Keys.longForm(value, "type");
        Keys.MEMBER.check(fields, site, source);
        Condition condition = ConditionShape.read(fields, site, source);
        List<Feature> features = FeaturesShape.read(fields, site);
        TypeRef type = TypeShape.nameOrArray(fields.get("type"), site, source);
        return new PartDef(role, name, type, optional, condition, features, false);
    }
}
