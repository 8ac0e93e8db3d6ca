package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.Item;
import dev.qmp.qapi.internal.manual.catalog.Kind;
import dev.qmp.qapi.internal.manual.catalog.ModulePage;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.render.DefinitionView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of the modules: texts and definitions in the order of the source. */
final class ModulePages {
    private ModulePages() {}

    static List<Page> of(Catalog catalog) {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < catalog.pages().size(); i++) {
            ModulePage module = catalog.pages().get(i);
            Html html = new Html();
            head(html, module);
            FreeTexts texts = new FreeTexts(html, catalog, module.title());
            for (Item item : module.items()) {
                if (item instanceof Definition definition) {
                    DefinitionView.render(html, catalog, definition, texts.level() + 1);
                } else if (item instanceof Item.FreeText text) {
                    texts.render(text.doc());
                }
            }
            neighbours(html, at(catalog, i - 1), at(catalog, i + 1));
            pages.add(Frame.page(catalog, module.file(), module.title(), html));
        }
        return pages;
    }

    private static @Nullable ModulePage at(Catalog catalog, int index) {
        return index >= 0 && index < catalog.pages().size() ? catalog.pages().get(index) : null;
    }

    private static void head(Html html, ModulePage module) {
        html.element("h1", module.title()).line();
        html.open("p", "class", "about").element("code", module.module());
        for (Kind kind : Kind.values()) {
            int count = module.definitions(kind).size();
            if (count > 0) {
                html.text(" \u00b7 " + count + ' ' + word(kind, count));
            }
        }
        html.end();
    }

    private static String word(Kind kind, int count) {
        return count == 1 ? kind.word() : kind == Kind.ENUM ? "enums" : kind.word() + "s";
    }

    private static void neighbours(Html html, @Nullable ModulePage before, @Nullable ModulePage after) {
        html.open("nav", "class", "neighbours", "aria-label", "Neighbouring modules")
                .line();
        if (before != null) {
            html.open("a", "rel", "prev", "href", before.file()).element("span", "Previous");
            html.text(before.title()).end();
        }
        if (after != null) {
            html.open("a", "rel", "next", "href", after.file()).element("span", "Next");
            html.text(after.title()).end();
        }
        html.end();
    }
}
