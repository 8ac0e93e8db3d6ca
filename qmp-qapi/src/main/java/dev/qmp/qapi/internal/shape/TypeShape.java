package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.TypeRef;
import dev.qmp.qapi.internal.parse.Expr;
import org.jspecify.annotations.Nullable;

/** Reads references to types. */
final class TypeShape {
    private TypeShape() {}

    /** Reads a type's name. */
    static String name(@Nullable Expr value, Site site, Place source) {
        if (!(value instanceof Expr.Text text)) {
            throw site.error(source + " should be a type name");
        }
        return text.value();
    }

    /** Reads a type's name or an array of one. */
    static TypeRef nameOrArray(@Nullable Expr value, Site site, Place source) {
        if (value instanceof Expr.Text text) {
            return new TypeRef(text.value(), false);
        }
        if (!(value instanceof Expr.Items items)) {
            throw site.error(source + " should be a type name or array");
        }
        if (items.items().size() != 1 || !(items.items().get(0) instanceof Expr.Text element)) {
            throw site.error(source + ": array type must contain single type name");
        }
        return new TypeRef(element.value(), true);
    }
}
