package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What each release brought, as far as the documentation says so: definitions, and members that came later. */
final class SincePage {
    static final String FILE = "since.html";

    private static final Pattern RELEASE = Pattern.compile("v?(\\d+(?:\\.\\d+)+)");
    private static final Pattern REMARK = Pattern.compile("\\([Ss]ince:?\\s+v?(\\d+(?:\\.\\d+)+)");

    private final Map<String, List<Marked.Place>> releases =
            new TreeMap<>(Comparator.comparing(SincePage::sortable).reversed());
    private final List<Marked.Place> silent = new ArrayList<>();

    private SincePage() {}

    static Page of(Catalog catalog) {
        SincePage page = new SincePage();
        for (Definition definition : catalog.definitions()) {
            page.collect(definition);
        }
        return page.render(catalog);
    }

    private void collect(Definition definition) {
        Matcher since = RELEASE.matcher(definition.since());
        if (since.lookingAt()) {
            add(since.group(1), new Marked.Place(definition, ""));
        } else {
            silent.add(new Marked.Place(definition, ""));
        }
        Doc doc = definition.doc();
        if (doc != null) {
            for (Doc.Section section : doc.sections(Doc.Kind.MEMBER)) {
                Matcher remark = REMARK.matcher(section.text());
                if (remark.find()) {
                    add(
                            remark.group(1),
                            new Marked.Place(definition, section.name().strip()));
                }
            }
        }
    }

    private void add(String release, Marked.Place place) {
        releases.computeIfAbsent(release, key -> new ArrayList<>()).add(place);
    }

    private Page render(Catalog catalog) {
        Html html = new Html();
        html.element("h1", "By release").line();
        html.open("p", "class", "about")
                .text("What each release brought: definitions, and members, values and branches that came later")
                .end();
        html.open("p", "class", "letters");
        for (String release : releases.keySet()) {
            html.element("a", release, "href", "#_" + release).text(" ");
        }
        html.end();
        releases.forEach((release, places) -> part(html, "_" + release, release, places));
        part(html, "_unknown", "Not told", silent);
        return Frame.page(catalog, FILE, "By release", html);
    }

    private static void part(Html html, String id, String title, List<Marked.Place> places) {
        if (places.isEmpty()) {
            return;
        }
        html.open("h2", "class", "part", "id", id).text(title).text(" ");
        html.element("span", String.valueOf(places.size()), "class", "count").end();
        MarksPage.list(html, places);
    }

    /** Returns a form in which releases sort by number. */
    private static String sortable(String release) {
        StringBuilder out = new StringBuilder();
        for (String number : release.split("\\.", -1)) {
            out.append("0".repeat(Math.max(0, 6 - number.length())))
                    .append(number)
                    .append('.');
        }
        return out.toString();
    }
}
