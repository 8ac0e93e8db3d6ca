package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Item;
import dev.qmp.qapi.internal.manual.catalog.Kind;
import dev.qmp.qapi.internal.manual.catalog.ModulePage;
import dev.qmp.qapi.internal.manual.html.Html;

/** The first page: what the manual is about, its modules, and how to read it. */
final class OverviewPage {
    private OverviewPage() {}

    static Page of(Catalog catalog) {
        Html html = new Html();
        html.element("h1", catalog.title()).line();
        counts(html, catalog);
        FreeTexts texts = new FreeTexts(html, catalog, "Introduction");
        for (Item.FreeText text : catalog.introduction()) {
            texts.render(text.doc());
        }
        html.element("h2", "Modules", "class", "part", "id", "_module-list").line();
        html.open("ul", "class", "cards").line();
        for (ModulePage page : catalog.pages()) {
            html.open("li").open("a", "href", page.file());
            html.element("strong", page.title());
            html.element("code", page.module());
            html.element("span", contents(page)).close().end();
        }
        html.end();
        Legend.render(html);
        return Frame.page(catalog, Frame.INDEX, "", html);
    }

    private static void counts(Html html, Catalog catalog) {
        int commands = catalog.definitions(Kind.COMMAND).size();
        int events = catalog.definitions(Kind.EVENT).size();
        int types = catalog.definitions().size() - commands - events;
        html.open("ul", "class", "counts").line();
        count(html, KindPages.COMMANDS, commands, "commands");
        count(html, KindPages.EVENTS, events, "events");
        count(html, KindPages.TYPES, types, "types");
        html.end();
    }

    private static void count(Html html, String file, int count, String what) {
        html.open("li").open("a", "href", file);
        html.element("strong", String.valueOf(count)).text(" " + what).close().end();
    }

    private static String contents(ModulePage page) {
        int commands = page.definitions(Kind.COMMAND).size();
        int events = page.definitions(Kind.EVENT).size();
        StringBuilder out = new StringBuilder();
        append(out, commands, "command");
        append(out, events, "event");
        append(out, page.definitions().size() - commands - events, "type");
        return out.toString();
    }

    private static void append(StringBuilder out, int count, String what) {
        if (count > 0) {
            out.append(out.length() == 0 ? "" : ", ").append(count).append(' ').append(what);
            out.append(count == 1 ? "" : "s");
        }
    }
}
