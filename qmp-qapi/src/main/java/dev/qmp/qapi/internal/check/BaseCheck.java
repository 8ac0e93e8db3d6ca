package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.TypeDef;
import org.jspecify.annotations.Nullable;

/** The base of a struct or union is a struct. */
final class BaseCheck {
    private BaseCheck() {}

    /** Looks up and returns the base, null if there is none. */
    static @Nullable ObjectDef check(ObjectDef type, Resolver resolver) {
        String name = type.baseName();
        if (name == null) {
            return type.base();
        }
        TypeDef base = resolver.named(name, type.site(), "'base'");
        if (!(base instanceof ObjectDef object) || object.isUnion()) {
            throw type.site().error("'base' requires a struct type, " + base.describe() + " isn't");
        }
        type.setBase(object);
        return object;
    }
}
