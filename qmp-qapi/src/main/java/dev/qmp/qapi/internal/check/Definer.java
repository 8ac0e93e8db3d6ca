package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.internal.diag.SchemaError;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.AlternateDef;
import dev.qmp.qapi.internal.draft.BuiltinDef;
import dev.qmp.qapi.internal.draft.CommandDef;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.EventDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.Payload;
import dev.qmp.qapi.internal.draft.TypeRef;
import java.util.List;

/**
 * Enters definitions and the implicit types they need into a draft; a name is entered once.
 *
 * <p>Thread: confined to one compilation.
 */
final class Definer {
    private final Draft draft;

    Definer(Draft draft) {
        this.draft = draft;
    }

    void define(Def def) {
        refuseSecond(def);
        if (def instanceof ObjectDef object) {
            ObjectDef base = object.base();
            arrays(def, base == null ? object.members() : base.members());
            if (base != null) {
                draft.putImplicit(base);
            }
        } else if (def instanceof AlternateDef alternate) {
            arrays(def, alternate.branches());
        } else if (def instanceof CommandDef command) {
            payload(def, command.payload());
            TypeRef returns = command.returns();
            if (returns != null && returns.isArray()) {
                draft.array(def.head(), returns.name());
            }
        } else if (def instanceof EventDef event) {
            payload(def, event.payload());
        }
        draft.put(def);
    }

    private void payload(Def def, Payload payload) {
        if (payload.type() instanceof ObjectDef inline) {
            arrays(def, inline.members());
            draft.putImplicit(inline);
        }
    }

    private void arrays(Def user, List<PartDef> members) {
        for (PartDef member : members) {
            if (member.ref().isArray()) {
                draft.array(user.head(), member.ref().name());
            }
        }
    }

    private void refuseSecond(Def def) {
        Def first = draft.find(def.name());
        if (first == null) {
            return;
        }
        Site site = def.site();
        if (first.site().equals(Site.NONE)) {
            String what = first instanceof BuiltinDef ? "built-in type" : "enum type";
            throw site.error(what + " '" + def.name() + "' is already defined");
        }
        Diagnostic second = site.diagnostic("'" + def.name() + "' is already defined");
        Diagnostic previous = first.site().diagnostic("previous definition");
        throw new SchemaError(
                new Diagnostic(second.severity(), second.source(), 0, second.definition(), second.message(), previous));
    }
}
