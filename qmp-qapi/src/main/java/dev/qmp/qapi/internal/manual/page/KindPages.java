package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.Kind;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.List;

/** The lists of all commands, all events and all types. */
final class KindPages {
    static final String COMMANDS = "commands.html";
    static final String EVENTS = "events.html";
    static final String TYPES = "types.html";

    private KindPages() {}

    static List<Page> of(Catalog catalog) {
        return List.of(single(catalog, COMMANDS, Kind.COMMAND), single(catalog, EVENTS, Kind.EVENT), types(catalog));
    }

    private static Page single(Catalog catalog, String file, Kind kind) {
        Html html = new Html();
        List<Definition> definitions = catalog.definitions(kind);
        html.element("h1", kind.plural()).line();
        html.open("p", "class", "about")
                .text(definitions.size() + " in all modules, by name")
                .end();
        DefinitionTable.render(html, catalog, definitions);
        return Frame.page(catalog, file, kind.plural(), html);
    }

    private static Page types(Catalog catalog) {
        Html html = new Html();
        html.element("h1", "Types").line();
        html.open("p", "class", "about").text("In all modules, by kind and name. ");
        html.element("a", "Built-in types", "href", BuiltinPage.FILE)
                .text(" have a page of their own.")
                .end();
        for (Kind kind : Kind.values()) {
            List<Definition> definitions = catalog.definitions(kind);
            if (kind.isType() && !definitions.isEmpty()) {
                html.open("h2", "class", "part", "id", "_" + kind.word()).text(kind.plural());
                html.text(" ").element("span", String.valueOf(definitions.size()), "class", "count");
                html.end();
                DefinitionTable.render(html, catalog, definitions);
            }
        }
        return Frame.page(catalog, TYPES, "Types", html);
    }
}
