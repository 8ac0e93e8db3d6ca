package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.Payload;
import dev.qmp.qapi.internal.draft.TypeDef;

/**
 * Arguments and event data are objects; unions and conditional members need {@code boxed}.
 *
 * <p>Thread: confined to one compilation.
 */
final class PayloadCheck {
    private final Resolver resolver;
    private final ObjectCheck objects;

    PayloadCheck(Resolver resolver, ObjectCheck objects) {
        this.resolver = resolver;
        this.objects = objects;
    }

    void check(Def def, Payload payload, String meta) {
        Site site = def.site();
        String name = payload.typeName();
        if (name != null) {
            payload.setType(resolver.named(name, site, meta + "'s 'data'"));
        }
        TypeDef type = payload.type();
        if (type == null) {
            return;
        }
        if (!(type instanceof ObjectDef object)) {
            throw site.error(meta + "'s 'data' cannot take " + type.describe());
        }
        if (object.isUnion() && !payload.boxed()) {
            throw site.error(meta + "'s 'data' can take " + type.describe() + " only with 'boxed': true");
        }
        objects.check(object);
        if (!payload.boxed()) {
            for (PartDef member : object.allMembers()) {
                if (member.condition().isPresent()) {
                    throw site.error("conditional " + meta + " arguments require 'boxed': true");
                }
            }
        }
    }
}
