package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.internal.manual.html.Html;
import org.jspecify.annotations.Nullable;

/** How to read the manual. */
final class Legend {
    private Legend() {}

    static void render(Html html) {
        html.element("h2", "Notation", "class", "part", "id", "_notation").line();
        html.open("dl", "class", "legend").line();
        row(html, "code", null, "[T]", "An array of values of type T.");
        row(html, "span", "optional", "optional", "The member may be left out.");
        row(
                html,
                "span",
                "mark oob",
                "out-of-band",
                "The command may run while others wait or run, sent with exec-oob.");
        row(html, "span", "mark preconfig", "preconfig", "The command may be used before the machine is made.");
        row(html, "span", "mark deprecated", "deprecated", "It will go away; a description tells what to use instead.");
        row(html, "span", "mark unstable", "unstable", "It may change or go away without notice.");
        row(html, "span", "mark if", "if CONFIG_X", "It exists only in servers built so.");
        row(html, "code", "out", "->", "In examples: what the client sends.");
        row(html, "code", "in", "<-", "In examples: what the server sends.");
        html.end();
    }

    private static void row(Html html, String tag, @Nullable String style, String what, String meaning) {
        html.open("dt").element(tag, what, "class", style).close();
        html.open("dd").text(meaning).end();
    }
}
