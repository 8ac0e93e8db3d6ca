package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.Condition;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.TypeRef;
import dev.qmp.qapi.internal.parse.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the branches of unions and alternates. */
final class BranchesShape {
    private BranchesShape() {}

    /** Reads a union's branches: names of types, under any key. */
    static List<PartDef> ofUnion(Map<String, Expr> fields, Site site) {
        List<PartDef> branches = new ArrayList<>();
        for (Map.Entry<String, Expr> entry : object(fields, site).entrySet()) {
            Place source = new Place("'data' member", entry.getKey());
            Map<String, Expr> branch = Keys.longForm(entry.getValue(), "type");
            Keys.BRANCH.check(branch, site, source);
            Condition condition = ConditionShape.read(branch, site, source);
            String type = TypeShape.name(branch.get("type"), site, source);
            branches.add(branch(entry.getKey(), new TypeRef(type, false), condition));
        }
        return branches;
    }

    /** Reads an alternate's branches: names of types or arrays, at least one. */
    static List<PartDef> ofAlternate(Map<String, Expr> fields, Site site) {
        Expr data = fields.get("data");
        if (data == null || data.isEmpty()) {
            throw site.error("'data' must not be empty");
        }
        List<PartDef> branches = new ArrayList<>();
        for (Map.Entry<String, Expr> entry : object(fields, site).entrySet()) {
            Place source = new Place("'data' member", entry.getKey());
            Names.checkLower(entry.getKey(), site, source, false, false);
            Map<String, Expr> branch = Keys.longForm(entry.getValue(), "type");
            Keys.BRANCH.check(branch, site, source);
            Condition condition = ConditionShape.read(branch, site, source);
            TypeRef type = TypeShape.nameOrArray(branch.get("type"), site, source);
            branches.add(branch(entry.getKey(), type, condition));
        }
        return branches;
    }

    private static Map<String, Expr> object(Map<String, Expr> fields, Site site) {
        if (!(fields.get("data") instanceof Expr.Fields object)) {
            throw site.error("'data' must be an object");
        }
        return object.fields();
    }

    private static PartDef branch(String name, TypeRef type, Condition condition) {
        return new PartDef(PartDef.Role.BRANCH, name, type, false, condition, List.of(), false);
    }
}
