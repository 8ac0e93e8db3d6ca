package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.SchemaModule;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.internal.manual.rst.Block;
import dev.qmp.qapi.internal.manual.rst.RstParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Arranges definitions and texts on pages.
 *
 * <p>Thread: confined to one arrangement.
 */
final class CatalogBuilder {
    private final Schema schema;
    private final Set<String> files = new HashSet<>();
    private final List<ModulePage> pages = new ArrayList<>();
    private final List<Item.FreeText> introduction = new ArrayList<>();
    private final Map<String, String> branchFiles = new HashMap<>();

    CatalogBuilder(Schema schema) {
        this.schema = schema;
    }

    void build() {
        IdentityHashMap<SchemaModule, List<Item.FreeText>> texts = texts();
        boolean isFirst = true;
        for (SchemaModule module : schema.modules()) {
            if (!module.name().equals(SchemaModule.BUILTIN)) {
                page(module.name(), module.entities(), texts.getOrDefault(module, List.of()), isFirst);
                isFirst = false;
            }
        }
    }

    List<ModulePage> pages() {
        return pages;
    }

    List<Item.FreeText> introduction() {
        return introduction;
    }

    /** Returns the files of the unions whose branches have pages of their own, by the unions' names. */
    Map<String, String> branchFiles() {
        return branchFiles;
    }

    String defaultTitle() {
        for (SchemaModule module : schema.modules()) {
            if (!module.name().equals(SchemaModule.BUILTIN)) {
                return ModulePage.shortName(module.name()) + " reference";
            }
        }
        return "Schema reference";
    }

    private IdentityHashMap<SchemaModule, List<Item.FreeText>> texts() {
        ModuleFiles moduleFiles = new ModuleFiles(schema);
        IdentityHashMap<SchemaModule, List<Item.FreeText>> texts = new IdentityHashMap<>();
        for (Doc doc : schema.docs()) {
            SchemaModule module = doc.isFreeForm() ? moduleFiles.of(doc) : null;
            if (module != null) {
                texts.computeIfAbsent(module, key -> new ArrayList<>()).add(new Item.FreeText(doc));
            }
        }
        return texts;
    }

    private void page(
            String module, Collection<SchemaEntity> entities, List<Item.FreeText> texts, boolean mayIntroduce) {
        List<Item> items = new ArrayList<>(texts);
        for (SchemaEntity entity : entities) {
            Kind kind = Kind.of(entity);
            if (kind != null && schema.configuration().includes(entity.condition())) {
                items.add(new Definition(entity, kind, ""));
            }
        }
        if (mayIntroduce && items.size() == texts.size()) {
            introduction.addAll(texts);
        } else if (!items.isEmpty()) {
            items.sort(Comparator.comparingInt(Item::line));
            String heading = heading(items.get(0));
            pages.add(new ModulePage(
                    module, heading == null ? ModulePage.shortName(module) : heading, parts(module, items)));
        }
    }

    private List<ModulePage.Part> parts(String module, List<Item> items) {
        List<ModulePage.Part> parts = new ArrayList<>();
        for (List<Item> divided : Weights.divide(items)) {
            String file = file("module-", ModulePage.shortName(module));
            List<Item> placed = new ArrayList<>(divided.size());
            for (Item item : divided) {
                placed.add(item instanceof Definition definition ? definition.on(file) : item);
                if (item instanceof Definition union
                        && union.entity() instanceof UnionType type
                        && Weights.needsPage(type)) {
                    branchFiles.put(union.name(), file("union-", union.name()));
                }
            }
            parts.add(new ModulePage.Part(file, placed));
        }
        return parts;
    }

    private String file(String kind, String of) {
        String name = kind + Ids.fileName(of);
        String file = name;
        for (int i = 2; !files.add(file); i++) {
            file = name + '-' + i;
        }
        return file + ".html";
    }

    private static @Nullable String heading(Item item) {
        if (item instanceof Item.FreeText text) {
            List<Block> blocks = RstParser.parseDocument(text.doc().body());
            if (!blocks.isEmpty() && blocks.get(0) instanceof Block.Heading heading) {
                return heading.text();
            }
        }
        return null;
    }
}
