package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The index: every name by its first letter. */
final class IndexPage {
    static final String FILE = "all.html";

    private IndexPage() {}

    static Page of(Catalog catalog) {
        Map<String, Map<String, Definition>> letters = new TreeMap<>();
        for (Definition definition : catalog.definitions()) {
            String name = definition.name();
            String key = name.toLowerCase(Locale.ROOT);
            letters.computeIfAbsent(letter(key), letter -> new TreeMap<>()).put(key + '\0' + name, definition);
        }
        Html html = new Html();
        html.element("h1", "Index").line();
        html.open("p", "class", "letters");
        for (String letter : letters.keySet()) {
            html.element("a", letter, "href", "#_letter-" + id(letter)).text(" ");
        }
        html.end();
        for (Map.Entry<String, Map<String, Definition>> letter : letters.entrySet()) {
            html.element("h2", letter.getKey(), "class", "part", "id", "_letter-" + id(letter.getKey()))
                    .line();
            names(html, new ArrayList<>(letter.getValue().values()));
        }
        return Frame.page(catalog, FILE, "Index", html);
    }

    private static void names(Html html, List<Definition> definitions) {
        html.open("ul", "class", "names", "data-filter", "items").line();
        for (Definition definition : definitions) {
            html.open("li").open("a", "href", definition.href());
            html.element("code", definition.name()).close();
            html.text(" ")
                    .element("span", definition.kind().word(), "class", "dim")
                    .end();
        }
        html.end();
    }

    private static String letter(String name) {
        char first = name.isEmpty() ? '#' : name.charAt(0);
        return first >= 'a' && first <= 'z' ? String.valueOf((char) (first - 'a' + 'A')) : "#";
    }

    private static String id(String letter) {
        return letter.equals("#") ? "other" : letter;
    }
}
