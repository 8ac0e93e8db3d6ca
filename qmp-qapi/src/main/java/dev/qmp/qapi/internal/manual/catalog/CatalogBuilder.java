package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.SchemaModule;
import dev.qmp.qapi.internal.manual.rst.Block;
import dev.qmp.qapi.internal.manual.rst.RstParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
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
        String file = file(module);
        List<Item> items = new ArrayList<>(texts);
        for (SchemaEntity entity : entities) {
            Kind kind = Kind.of(entity);
            if (kind != null && schema.configuration().includes(entity.condition())) {
                items.add(new Definition(entity, kind, file));
            }
        }
        if (mayIntroduce && items.size() == texts.size()) {
            introduction.addAll(texts);
        } else if (!items.isEmpty()) {
            items.sort(Comparator.comparingInt(Item::line));
            String heading = heading(items.get(0));
            pages.add(new ModulePage(file, module, heading == null ? ModulePage.shortName(module) : heading, items));
        }
    }

    private String file(String module) {
        String name = "module-" + Ids.fileName(ModulePage.shortName(module));
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
