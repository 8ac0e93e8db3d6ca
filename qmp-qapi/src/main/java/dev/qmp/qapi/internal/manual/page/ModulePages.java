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

/**
 * The pages of the modules: texts and definitions in the order of the source. Of a module with several parts, the first has
 * an anchor for each definition of the others, so that an address made of the module and a name always leads somewhere.
 */
final class ModulePages {
    private ModulePages() {}

    /** A page in the order of reading. */
    private record Stop(ModulePage module, int part) {
        ModulePage.Part page() {
            return module.parts().get(part);
        }

        String title() {
            return part == 0 ? module.title() : module.title() + ", part " + (part + 1);
        }
    }

    static List<Page> of(Catalog catalog) {
        List<Stop> stops = new ArrayList<>();
        for (ModulePage module : catalog.pages()) {
            for (int part = 0; part < module.parts().size(); part++) {
                stops.add(new Stop(module, part));
            }
        }
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < stops.size(); i++) {
            Stop stop = stops.get(i);
            Html html = new Html();
            content(html, catalog, stop);
            neighbours(html, stops.subList(Math.max(i - 1, 0), i), stops.subList(i + 1, Math.min(i + 2, stops.size())));
            pages.add(Frame.page(catalog, stop.page().file(), stop.title(), html));
        }
        return pages;
    }

    private static void content(Html html, Catalog catalog, Stop stop) {
        head(html, stop);
        FreeTexts texts = new FreeTexts(html, catalog, stop.module().title());
        for (Item item : stop.page().items()) {
            if (item instanceof Definition definition) {
                DefinitionView.render(html, catalog, definition, texts.level() + 1);
            } else if (item instanceof Item.FreeText text) {
                texts.render(text.doc());
            }
        }
        if (stop.part() == 0) {
            List<ModulePage.Part> parts = stop.module().parts();
            for (int i = 1; i < parts.size(); i++) {
                elsewhere(html, i + 1, parts.get(i));
            }
        }
    }

    private static void head(Html html, Stop stop) {
        ModulePage module = stop.module();
        html.element("h1", stop.title()).line();
        html.open("p", "class", "about").element("code", module.module());
        for (Kind kind : Kind.values()) {
            int count = module.definitions(kind).size();
            if (count > 0) {
                html.text(" \u00b7 " + count + ' ' + word(kind, count));
            }
        }
        html.end();
        if (module.parts().size() > 1) {
            html.open("nav", "class", "parts", "aria-label", "Parts of the module")
                    .line();
            for (int i = 0; i < module.parts().size(); i++) {
                ModulePage.Part part = module.parts().get(i);
                List<Definition> definitions = part.definitions();
                html.open("a", "href", part.file(), "aria-current", i == stop.part() ? "page" : null);
                html.element("strong", "Part " + (i + 1));
                if (!definitions.isEmpty()) {
                    html.element("code", definitions.get(0).name()).text(" to ");
                    html.element("code", definitions.get(definitions.size() - 1).name());
                }
                html.end();
            }
            html.end();
        }
    }

    private static void elsewhere(Html html, int number, ModulePage.Part part) {
        html.element("h2", "In part " + number, "class", "part").line();
        html.open("ul", "class", "names elsewhere").line();
        for (Definition definition : part.definitions()) {
            html.open("li", "id", definition.id()).open("a", "href", definition.href());
            html.element("code", definition.name()).close().text(" ");
            html.element("span", definition.kind().word(), "class", "dim").end();
        }
        html.end();
    }

    private static String word(Kind kind, int count) {
        return count == 1 ? kind.word() : kind == Kind.ENUM ? "enums" : kind.word() + "s";
    }

    private static void neighbours(Html html, List<Stop> before, List<Stop> after) {
        html.open("nav", "class", "neighbours", "aria-label", "Neighbouring pages")
                .line();
        for (Stop stop : before) {
            html.open("a", "rel", "prev", "href", stop.page().file()).element("span", "Previous");
            html.text(stop.title()).end();
        }
        for (Stop stop : after) {
            html.open("a", "rel", "next", "href", stop.page().file()).element("span", "Next");
            html.text(stop.title()).end();
        }
        html.end();
    }
}
