package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.internal.parse.Expr;
import java.util.Map;

/** Brings what may be written short into its long form. */
final class LongForm {
    private LongForm() {}

    /** Returns an object's members; anything else becomes the value of one key. */
    static Map<String, Expr> of(Expr value, String key) {
        return value instanceof Expr.Fields object ? object.fields() : Map.of(key, value);
    }
}
