package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.draft.AlternateDef;
import dev.qmp.qapi.internal.draft.ArrayDef;
import dev.qmp.qapi.internal.draft.CommandDef;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.EventDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.TypeDef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In a configuration, what exists refers to types that exist. Otherwise introspection would have dangling references; that is
 * worth a warning, not an error, because conditions never influence whether a schema is accepted.
 *
 * <p>Thread: confined to one compilation.
 */
public final class ConfigurationCheck {
    private final Configuration configuration;
    private final Reporter reporter;

    /** Makes the check. */
    public ConfigurationCheck(Configuration configuration, Reporter reporter) {
        this.configuration = configuration;
        this.reporter = reporter;
    }

    /** Checks all references of a draft that has no errors. */
    public void check(Draft draft) {
        if (configuration.isUnfiltered()) {
            return;
        }
        for (Def def : draft.entities()) {
            if (configuration.includes(def.condition())) {
                check(def);
            }
        }
    }

    private void check(Def def) {
        if (def instanceof ObjectDef object) {
            pieces(def, object.members());
            pieces(def, object.branches());
            ObjectDef base = object.base();
            if (base != null && !base.implicit()) {
                reference(def, base);
            }
        } else if (def instanceof AlternateDef alternate) {
            pieces(def, alternate.branches());
        } else if (def instanceof CommandDef command) {
            reference(def, command.payload().type());
            reference(def, command.returnType());
        } else if (def instanceof EventDef event) {
            reference(def, event.payload().type());
        }
    }

    private void pieces(Def def, List<PartDef> pieces) {
        for (PartDef piece : pieces) {
            if (configuration.includes(piece.condition())) {
                reference(def, piece.type());
            }
        }
    }

    private void reference(Def def, @Nullable TypeDef type) {
        TypeDef target = type instanceof ArrayDef array ? array.element() : type;
        if (target != null && !configuration.includes(target.condition())) {
            reporter.warn(def.site().diagnostic("refers to " + target.describe() + ", which is disabled"));
        }
    }
}
