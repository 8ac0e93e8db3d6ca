package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.diag.SchemaError;
import dev.qmp.qapi.internal.draft.AlternateDef;
import dev.qmp.qapi.internal.draft.ArrayDef;
import dev.qmp.qapi.internal.draft.CommandDef;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.EventDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import java.util.List;

/**
 * Checks what definitions mean, entity by entity, then documentation and features over all.
 *
 * <p>Thread: confined to one compilation.
 */
final class Checker {
    private final Draft draft;
    private final Reporter reporter;
    private final Resolver resolver;
    private final ObjectCheck objects;
    private final DocDescriptionsCheck docs;

    Checker(Draft draft, Reporter reporter) {
        this.draft = draft;
        this.reporter = reporter;
        this.resolver = new Resolver(draft);
        this.objects = new ObjectCheck(draft, resolver);
        this.docs = new DocDescriptionsCheck(reporter);
    }

    void run() {
        List<Def> entities = draft.entities();
        for (int i = 0; i < entities.size(); i++) {
            try {
                check(entities.get(i));
                docs.check(entities.get(i));
            } catch (SchemaError e) {
                reporter.recover(e);
            }
        }
        new DocNamesCheck(reporter).check(draft);
        try {
            FeatureCountCheck.check(draft);
        } catch (SchemaError e) {
            reporter.recover(e);
        }
    }

    private void check(Def def) {
        if (def instanceof ObjectDef object) {
            objects.check(object);
            return;
        }
        FeatureClashCheck.check(def);
        if (def instanceof EnumDef type) {
            checkValues(type);
        } else if (def instanceof ArrayDef array) {
            resolver.resolveElement(array);
        } else if (def instanceof AlternateDef alternate) {
            new AlternateCheck(resolver).check(alternate);
        } else if (def instanceof CommandDef command) {
            new PayloadCheck(resolver, objects).check(command, command.payload(), "command");
            new ReturnsCheck(resolver).check(command);
        } else if (def instanceof EventDef event) {
            new PayloadCheck(resolver, objects).check(event, event.payload(), "event");
        }
    }

    /** Values of an enumeration differ from each other, and so do the features of each. */
    private static void checkValues(EnumDef type) {
        Clashes clashes = new Clashes();
        for (PartDef value : type.values()) {
            clashes.add(value, type.site());
            FeatureClashCheck.check(value, type.site());
        }
    }
}
