package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.SchemaError;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.ArrayDef;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.TypeDef;
import dev.qmp.qapi.internal.draft.TypeRef;

/**
 * Looks up the types that definitions name.
 *
 * <p>Thread: confined to one compilation.
 */
final class Resolver {
    private final Draft draft;

    Resolver(Draft draft) {
        this.draft = draft;
    }

    /** Looks up a named type for a user described by {@code what}. */
    TypeDef named(String name, Site site, String what) {
        Def def = draft.find(name);
        if (def instanceof TypeDef type) {
            return type;
        }
        if (draft.isBroken(name)) {
            throw SchemaError.consequence();
        }
        throw site.error(what + " uses unknown type '" + name + "'");
    }

    /** Looks up a type or an array, which its definition has entered already. */
    TypeDef any(TypeRef ref, Def user, String what) {
        return ref.isArray() ? draft.array(user.head(), ref.name()) : named(ref.name(), user.site(), what);
    }

    /** Looks up a member's type. */
    void member(PartDef member, Def user) {
        TypeRef ref = member.ref();
        if (ref.isArray()) {
            member.setType(draft.array(user.head(), ref.name()));
            return;
        }
        if (draft.find(ref.name()) instanceof TypeDef type) {
            member.setType(type);
            return;
        }
        named(ref.name(), user.site(), member.describe(user.site()));
    }

    /** Looks up an array's element type. */
    void resolveElement(ArrayDef array) {
        if (array.element() == null) {
            array.setElement(
                    named(array.elementName(), array.site(), array.site().meta()));
        }
    }
}
