package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.parse.Expr;
import java.util.List;
import java.util.Map;

/** Reads the {@code data} of commands and events. */
final class PayloadShape {
    private PayloadShape() {}

    /** Returns the inline members; none if there is no data or it is a type's name. */
    static List<PartDef> read(Map<String, Expr> fields, Site site) {
        Expr data = fields.get("data");
        if (isBoxed(fields)) {
            if (data == null) {
                throw site.error("'boxed': true requires 'data'");
            }
            TypeShape.name(data, site, Place.of("'data'"));
        }
        if (data == null || data instanceof Expr.Text) {
            return List.of();
        }
        return MembersShape.read(data, site, "'data'", PartDef.Role.PARAMETER, false);
    }

    /** Tells whether data is boxed, whatever the flag's value looks like: that is checked later. */
    static boolean isBoxed(Map<String, Expr> fields) {
        Expr boxed = fields.get("boxed");
        return boxed != null && !boxed.isEmpty();
    }
}
