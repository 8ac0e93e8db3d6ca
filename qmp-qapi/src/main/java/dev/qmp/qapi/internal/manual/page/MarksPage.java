package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.DocTexts;
import dev.qmp.qapi.internal.manual.catalog.Kind;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.render.Scope;
import dev.qmp.qapi.internal.manual.render.TextRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What may run out of band, what will change, and what exists only under a condition. */
final class MarksPage {
    static final String FILE = "stability.html";

    private final Html html = new Html();
    private final Catalog catalog;

    private MarksPage(Catalog catalog) {
        this.catalog = catalog;
    }

    static Page of(Catalog catalog) {
        return new MarksPage(catalog).render();
    }

    private Page render() {
        html.element("h1", "Deprecations and conditions").line();
        List<Definition> oob = new ArrayList<>();
        List<Definition> preconfig = new ArrayList<>();
        for (Definition definition : catalog.definitions(Kind.COMMAND)) {
            Command command = (Command) definition.entity();
            if (command.allowOob()) {
                oob.add(definition);
            }
            if (command.allowPreconfig()) {
                preconfig.add(definition);
            }
        }
        definitions(
                "_oob",
                "Out-of-band commands",
                "They may run while other commands wait or run, sent with exec-oob.",
                oob);
        Marked marked = Marked.of(catalog);
        features(marked, Feature.DEPRECATED, "Deprecated", "They will go away.");
        features(marked, Feature.UNSTABLE, "Unstable", "They may change or go away without notice.");
        others(marked);
        conditions(marked);
        definitions("_preconfig", "Preconfig commands", "They may be used before the machine is made.", preconfig);
        return Frame.page(catalog, FILE, "Deprecations and conditions", html);
    }

    private void part(String id, String title, String text, int count) {
        html.open("h2", "class", "part", "id", id).text(title).text(" ");
        html.element("span", String.valueOf(count), "class", "count").end();
        html.open("p").text(count == 0 ? "None." : text).end();
    }

    private void definitions(String id, String title, String text, List<Definition> definitions) {
        part(id, title, text, definitions.size());
        List<Marked.Place> places = new ArrayList<>();
        for (Definition definition : definitions) {
            places.add(new Marked.Place(definition, ""));
        }
        places(places);
    }

    private void features(Marked marked, String feature, String title, String text) {
        List<Marked.Place> places = marked.features().getOrDefault(feature, List.of());
        part("_feature-" + feature, title, text, places.size());
        if (places.isEmpty()) {
            return;
        }
        html.open("dl", "class", "members told", "data-filter", "items").line();
        for (Marked.Place place : places) {
            html.open("div").open("dt").open("a", "href", place.href());
            html.element("code", place.label()).close().close();
            reason(place, feature);
            html.end();
        }
        html.end();
    }

    /** Shows what the definition's documentation says of the feature. */
    private void reason(Marked.Place place, String feature) {
        Doc doc = place.definition().doc();
        if (doc != null) {
            for (Doc.Section section : doc.sections(Doc.Kind.FEATURE)) {
                if (section.name().equals(feature) && !section.text().isEmpty()) {
                    html.open("dd");
                    new TextRenderer(html, Scope.of(catalog, place.definition())).blocks(DocTexts.blocks(section));
                    html.close();
                }
            }
        }
    }

    private void others(Marked marked) {
        List<Map.Entry<String, List<Marked.Place>>> others = new ArrayList<>();
        for (Map.Entry<String, List<Marked.Place>> entry : marked.features().entrySet()) {
            if (!entry.getKey().equals(Feature.DEPRECATED) && !entry.getKey().equals(Feature.UNSTABLE)) {
                others.add(entry);
            }
        }
        part("_features", "Other features", "Introspection shows them.", others.size());
        groups(others);
    }

    private void conditions(Marked marked) {
        part(
                "_conditions",
                "Conditions",
                "What exists depends on how the server was built. The names of the conditions, and what carries them:",
                marked.conditions().size());
        groups(new ArrayList<>(marked.conditions().entrySet()));
    }

    private void groups(List<Map.Entry<String, List<Marked.Place>>> groups) {
        if (groups.isEmpty()) {
            return;
        }
        html.open("dl", "class", "groups").line();
        for (Map.Entry<String, List<Marked.Place>> group : groups) {
            html.open("dt").element("code", group.getKey()).end();
            html.open("dd").line();
            places(group.getValue());
            html.end();
        }
        html.end();
    }

    private void places(List<Marked.Place> places) {
        if (!places.isEmpty()) {
            list(html, places);
        }
    }

    /** Lists places as links. */
    static void list(Html html, List<Marked.Place> places) {
        html.open("ul", "class", "names", "data-filter", "items").line();
        for (Marked.Place place : places) {
            html.open("li").open("a", "href", place.href());
            html.element("code", place.label()).close().end();
        }
        html.end();
    }
}
