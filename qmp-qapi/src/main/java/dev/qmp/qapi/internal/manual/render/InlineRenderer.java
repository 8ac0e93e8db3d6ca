package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.rst.Inline;
import dev.qmp.qapi.internal.manual.rst.InlineParser;
import org.jspecify.annotations.Nullable;

/** Renders running text. */
public final class InlineRenderer {
    private InlineRenderer() {}

    /**
     * Renders running text.
     *
     * @param html where to
     * @param scope the text's scope
     * @param text the text, with its mark-up
     */
    public static void render(Html html, Scope scope, String text) {
        for (Inline piece : InlineParser.parse(text)) {
            render(html, scope, piece);
        }
    }

    private static void render(Html html, Scope scope, Inline piece) {
        if (piece instanceof Inline.Text text) {
            html.text(text.text());
        } else if (piece instanceof Inline.Emphasis emphasis) {
            html.element("em", emphasis.text());
        } else if (piece instanceof Inline.Strong strong) {
            html.element("strong", strong.text());
        } else if (piece instanceof Inline.Literal literal) {
            html.element("code", literal.text());
        } else if (piece instanceof Inline.Mention mention) {
            code(html, scope.mention(mention.name()), mention.name());
        } else if (piece instanceof Inline.Reference reference) {
            reference(html, scope, reference);
        } else if (piece instanceof Inline.Link link) {
            html.element("a", link.text(), "href", link.url());
        }
    }

    private static void reference(Html html, Scope scope, Inline.Reference reference) {
        String title = reference.title();
        String role = reference.role();
        if (!role.isEmpty() && !role.equals("any") && !role.startsWith("qapi:")) {
            html.element("cite", title == null ? reference.target() : title);
            return;
        }
        References resolved = References.resolve(scope.catalog(), role, reference.target());
        String href = resolved.href();
        if (title != null && href != null) {
            html.element("a", title, "href", href);
        } else if (title != null) {
            html.text(title);
        } else if (!resolved.isName()) {
            html.element("a", resolved.text(), "href", href);
        } else {
            code(html, href, resolved.text());
        }
    }

    private static void code(Html html, @Nullable String href, String text) {
        if (href == null) {
            html.element("code", text);
        } else {
            html.open("a", "href", href).element("code", text).close();
        }
    }
}
