package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.Kind;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.List;

/** Shows a definition: its entry on the page of its module. */
public final class DefinitionView {
    private DefinitionView() {}

    /**
     * Shows a definition.
     *
     * @param html where to
     * @param catalog all definitions
     * @param definition the definition
     * @param level the level of its heading
     */
    public static void render(Html html, Catalog catalog, Definition definition, int level) {
        Kind kind = definition.kind();
        SchemaEntity entity = definition.entity();
        Scope scope = Scope.of(catalog, definition);
        html.open("section", "class", "definition " + kind.word(), "id", definition.id())
                .line();
        html.open("header").line();
        html.open("h" + level)
                .open("a", "href", '#' + definition.id())
                .text(definition.name())
                .close()
                .end();
        html.open("p", "class", "about");
        html.element("span", kind.word(), "class", "kind");
        if (!definition.since().isEmpty()) {
            html.text(" ").element("span", "since " + definition.since(), "class", "since");
        }
        Marks.entity(html, catalog, entity);
        Marks.changes(html, catalog, definition.name(), "");
        html.end().end();
        new SignatureView(html, catalog).render(entity);
        if (entity instanceof Command command && command.allowOob()) {
            outOfBand(html, command);
        }
        new SectionsView(html, scope, definition, level + 1).render();
        if (kind.isType()) {
            UsersView.render(html, catalog.users().of(definition.name()));
        }
        html.end();
    }

    private static void outOfBand(Html html, Command command) {
        html.open("p", "class", "oob-note");
        html.element("strong", "Runs out of band.").text(" Sent as ");
        html.element("code", "{\"exec-oob\": \"" + command.name() + "\"}");
        html.text(" it runs at once, even while another command blocks or others are queued.");
        html.end();
    }

    /** Returns arguments or data that are described at the command or event itself. */
    static List<Member> inline(Catalog catalog, ObjectType type) {
        return type.isImplicit() ? MembersView.own(catalog, type) : List.of();
    }
}
