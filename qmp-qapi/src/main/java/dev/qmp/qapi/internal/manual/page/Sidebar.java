package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.Kind;
import dev.qmp.qapi.internal.manual.catalog.ModulePage;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.ArrayList;
import java.util.List;

/** The navigation: by kind, by module, and what is on this page. */
final class Sidebar {
    private Sidebar() {}

    static void render(Html html, Catalog catalog, String file) {
        html.open("nav", "class", "sidebar", "id", "_nav", "aria-label", "Manual", "popover", "auto")
                .line();
        html.open("ul", "class", "kinds").line();
        entry(html, file, Frame.INDEX, "Overview", -1);
        entry(
                html,
                file,
                KindPages.COMMANDS,
                "Commands",
                catalog.definitions(Kind.COMMAND).size());
        entry(
                html,
                file,
                KindPages.EVENTS,
                "Events",
                catalog.definitions(Kind.EVENT).size());
        entry(html, file, KindPages.TYPES, "Types", types(catalog));
        entry(html, file, IndexPage.FILE, "Index", -1);
        entry(html, file, MarksPage.FILE, "Deprecations and conditions", -1);
        entry(html, file, SincePage.FILE, "By release", -1);
        if (catalog.changes().against() != null) {
            entry(
                    html,
                    file,
                    ChangesPage.FILE,
                    "Changes",
                    catalog.changes().all().size());
        }
        html.end();
        html.element("p", "Modules", "class", "nav-title", "id", "_modules").line();
        html.open("ul", "class", "modules", "aria-labelledby", "_modules").line();
        for (ModulePage page : catalog.pages()) {
            boolean isHere = page.has(file);
            html.open("li");
            html.open("a", "href", page.file(), "aria-current", isHere ? "page" : null)
                    .text(page.title())
                    .close();
            if (isHere) {
                for (ModulePage.Part part : page.parts()) {
                    if (part.file().equals(file)) {
                        onThisPage(html, part);
                    }
                }
            }
            html.end();
        }
        html.end().end();
    }

    private static int types(Catalog catalog) {
        int count = 0;
        for (Definition definition : catalog.definitions()) {
            count += definition.kind().isType() ? 1 : 0;
        }
        return count;
    }

    private static void entry(Html html, String here, String file, String title, int count) {
        html.open("li").open("a", "href", file, "aria-current", here.equals(file) ? "page" : null);
        html.text(title);
        if (count >= 0) {
            html.text(" ").element("span", String.valueOf(count), "class", "count");
        }
        html.close().end();
    }

    private static void onThisPage(Html html, ModulePage.Part page) {
        html.line().open("div", "class", "here").line();
        group(html, "Commands", page.definitions(Kind.COMMAND));
        group(html, "Events", page.definitions(Kind.EVENT));
        List<Definition> types = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (kind.isType()) {
                types.addAll(page.definitions(kind));
            }
        }
        types.sort((a, b) -> Integer.compare(a.line(), b.line()));
        group(html, "Types", types);
        html.end();
    }

    private static void group(Html html, String title, List<Definition> definitions) {
        if (definitions.isEmpty()) {
            return;
        }
        html.open("p", "class", "nav-title").text(title).end();
        html.open("ul").line();
        for (Definition definition : definitions) {
            html.open("li").open("a", "href", '#' + definition.id()).text(definition.name());
            html.close().end();
        }
        html.end();
    }
}
