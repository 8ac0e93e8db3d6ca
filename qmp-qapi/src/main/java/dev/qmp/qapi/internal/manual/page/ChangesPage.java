package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.diff.Change;
import dev.qmp.qapi.diff.Peer;
import dev.qmp.qapi.diff.SchemaPath;
import dev.qmp.qapi.diff.Verdict;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What changed since the version that the manual is compared with, for readers of the manual: clients. */
final class ChangesPage {
    static final String FILE = "changes.html";

    private ChangesPage() {}

    static Page of(Catalog catalog, String against) {
        Map<SchemaPath.Area, Map<String, List<Change>>> areas = new EnumMap<>(SchemaPath.Area.class);
        for (Change change : catalog.changes().all()) {
            areas.computeIfAbsent(change.path().area(), area -> new TreeMap<>())
                    .computeIfAbsent(change.path().name(), name -> new ArrayList<>())
                    .add(change);
        }
        Html html = new Html();
        html.element("h1", "Changes").line();
        html.open("p", "class", "about").text("What is different from ");
        html.element("code", against)
                .text(", and what that means for clients written for it")
                .end();
        if (areas.isEmpty()) {
            html.open("p").text("Nothing.").end();
        }
        areas.forEach((area, names) -> {
            html.element(
                    "h2", title(area), "class", "part", "id", "_" + area.name().toLowerCase(Locale.ROOT));
            html.line()
                    .open("dl", "class", "members changes", "data-filter", "items")
                    .line();
            names.forEach((name, changes) -> entry(html, catalog, name, changes));
            html.end();
        });
        return Frame.page(catalog, FILE, "Changes", html);
    }

    private static String title(SchemaPath.Area area) {
        return switch (area) {
            case COMMAND -> "Commands";
            case EVENT -> "Events";
            case TYPE -> "Types";
        };
    }

    private static void entry(Html html, Catalog catalog, String name, List<Change> changes) {
        Definition definition = catalog.find(name);
        html.open("div").open("dt");
        if (definition == null) {
            html.element("code", name);
        } else {
            html.open("a", "href", definition.href()).element("code", name).close();
        }
        html.close().open("dd").open("ul").line();
        for (Change change : changes) {
            html.open("li");
            if (!change.path().below().isEmpty()) {
                html.element("code", change.path().below()).text(": ");
            }
            html.text(change.text());
            if (change.judgement(Peer.CLIENT).verdict() == Verdict.BREAKING) {
                html.text(" ")
                        .element(
                                "span",
                                "breaking",
                                "class",
                                "mark deprecated",
                                "title",
                                change.judgement(Peer.CLIENT).reason());
            }
            html.end();
        }
        html.close().close().end();
    }
}
