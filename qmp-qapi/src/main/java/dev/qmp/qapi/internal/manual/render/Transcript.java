package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.html.Html;

/** Renders exchanges between a client and a server: lines with {@code ->} and {@code <-}, and what follows them. */
final class Transcript {
    private Transcript() {}

    /** Tells whether a text begins as an exchange does. */
    static boolean looksLikeOne(String text) {
        String start = text.stripLeading();
        return start.startsWith("-> ") || start.startsWith("<- ");
    }

    static void render(Html html, Catalog catalog, String text) {
        JsonColours colours = new JsonColours(html, catalog);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            int start = at;
            while (start < next && text.charAt(start) == ' ') {
                start++;
            }
            boolean isRequest = text.startsWith("-> ", start);
            if (isRequest || text.startsWith("<- ", start)) {
                html.text(text.substring(at, start));
                html.open("span", "class", isRequest ? "out" : "in", "title", isRequest ? "client" : "server")
                        .text(text.substring(start, start + 2))
                        .close();
                start += 2;
            } else {
                start = at;
            }
            colours.render(text.substring(start, next));
            at = next;
        }
    }
}
