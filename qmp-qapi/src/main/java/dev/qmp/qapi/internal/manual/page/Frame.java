package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.html.Html;

/** What is the same on all pages: the head, the bar at the top, the navigation, the foot. */
final class Frame {
    static final String INDEX = "index.html";

    private static final String ICON =
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
                    + "%3Crect width='16' height='16' rx='3' fill='%232557a7'/%3E%3Cpath d='M4 5.5 6.5 8 4 10.5M8.5 10.5h4'"
                    + " stroke='%23fff' stroke-width='1.6' fill='none'/%3E%3C/svg%3E";

    private Frame() {}

    /**
     * Makes a page.
     *
     * @param catalog what the manual shows
     * @param file the page's file
     * @param title the page's title, empty for the manual's
     * @param content what it says
     * @return the page
     */
    static Page page(Catalog catalog, String file, String title, Html content) {
        Html html = new Html();
        html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").line();
        head(html, title.isEmpty() ? catalog.title() : title + " \u2013 " + catalog.title());
        html.open("body").line();
        html.open("a", "class", "skip", "href", "#_main")
                .text("Skip to content")
                .end();
        bar(html, catalog, file);
        html.open("div", "class", "columns").line();
        Sidebar.render(html, catalog, file);
        html.open("main", "id", "_main").line().add(content).end();
        html.end();
        html.end().end();
        return new Page(file, "<!DOCTYPE html>\n" + html);
    }

    private static void head(Html html, String title) {
        html.open("head").line();
        html.empty("meta", "charset", "utf-8").line();
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.empty("meta", "name", "color-scheme", "content", "light dark").line();
        html.open("title").text(title).end();
        html.empty("link", "rel", "icon", "href", ICON).line();
        html.empty("link", "rel", "stylesheet", "href", "manual.css").line();
        html.open("script", "src", "manual.js", "defer", "defer").end();
        html.end();
    }

    private static void bar(Html html, Catalog catalog, String file) {
        html.open("header", "class", "bar").line();
        html.open("button", "type", "button", "class", "menu", "popovertarget", "_nav", "aria-label", "Navigation");
        html.element("span", "", "class", "burger").close().line();
        html.element(
                        "a",
                        catalog.title(),
                        "class",
                        "brand",
                        "href",
                        INDEX,
                        "aria-current",
                        file.equals(INDEX) ? "page" : null)
                .line();
        html.open("div", "id", "_search", "class", "search").end();
        html.end();
    }
}
