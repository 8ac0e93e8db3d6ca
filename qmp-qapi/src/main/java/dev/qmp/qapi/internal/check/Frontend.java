package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.diag.SchemaError;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.ModuleKey;
import dev.qmp.qapi.internal.parse.Item;
import dev.qmp.qapi.internal.parse.ParsedSchema;
import dev.qmp.qapi.internal.parse.SchemaReader;
import dev.qmp.qapi.internal.shape.DefinitionName;
import dev.qmp.qapi.internal.shape.DefinitionShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes schemas from text to a checked draft, phase by phase: parsing, shapes, names, meaning.
 *
 * <p>Thread: confined to one compilation.
 */
public final class Frontend {
    private final Reporter reporter;
    private final Draft draft = new Draft();

    private Frontend(Reporter reporter) {
        this.reporter = reporter;
    }

    /**
     * Compiles schemas that are composed into one.
     *
     * @param amendments definitions, each of which takes the place of the one of its name in the roots
     */
    public static Draft run(List<SchemaSource> roots, List<SchemaSource> amendments, Reporter reporter) {
        return new Frontend(reporter).run(roots, amendments);
    }

    private Draft run(List<SchemaSource> roots, List<SchemaSource> amendments) {
        List<ParsedSchema> parsed = new ArrayList<>();
        for (SchemaSource root : roots) {
            parsed.add(SchemaReader.read(root, reporter));
        }
        for (SchemaSource amendment : amendments) {
            amend(parsed, SchemaReader.read(amendment, reporter));
        }
        List<@Nullable Def[]> shapes = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            shapes.add(shapes(parsed.get(i), i));
        }
        for (int i = 0; i < parsed.size(); i++) {
            define(parsed.get(i), i, shapes.get(i));
        }
        new Checker(draft, reporter).run();
        return draft;
    }

    private static void amend(List<ParsedSchema> parsed, ParsedSchema amendment) {
        for (Item item : amendment.items()) {
            if (item instanceof Item.Definition definition) {
                String name = DefinitionName.guess(definition);
                if (parsed.stream()
                        .noneMatch(schema ->
                                schema.replace(definition, other -> name.equals(DefinitionName.guess(other))))) {
                    throw new IllegalArgumentException(
                            definition.info() + ": there is no '" + name + "' to be replaced");
                }
            }
        }
    }

    private @Nullable Def[] shapes(ParsedSchema schema, int root) {
        @Nullable Def[] shapes = new Def[schema.items().size()];
        for (int i = 0; i < shapes.length; i++) {
            Item item = schema.items().get(i);
            if (item instanceof Item.Definition definition) {
                try {
                    ModuleKey module = new ModuleKey(root, item.module());
                    shapes[i] = DefinitionShape.read(definition, schema.pragmas(), module, reporter);
                } catch (SchemaError e) {
                    reporter.recover(e);
                    draft.markBroken(DefinitionName.guess(definition));
                }
            } else if (item instanceof Item.Lost lost) {
                draft.markBroken(lost.name());
            }
        }
        return shapes;
    }

    private void define(ParsedSchema schema, int root, @Nullable Def[] shapes) {
        draft.module(new ModuleKey(root, schema.rootModule()));
        Definer definer = new Definer(draft);
        for (int i = 0; i < shapes.length; i++) {
            if (schema.items().get(i) instanceof Item.Include include) {
                draft.module(new ModuleKey(root, include.included()));
                draft.module(new ModuleKey(root, include.module())).add(include.included());
            }
            Def def = shapes[i];
            if (def != null) {
                try {
                    definer.define(def);
                } catch (SchemaError e) {
                    reporter.recover(e);
                }
            }
        }
        draft.docs().addAll(schema.docs());
    }
}
