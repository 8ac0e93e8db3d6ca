package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.Kind;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        Scope scope = new Scope(catalog, definition, anchors(catalog, entity));
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

    private static Set<String> anchors(Catalog catalog, SchemaEntity entity) {
        Set<String> names = new HashSet<>();
        if (entity instanceof Command command) {
            addAll(names, inline(catalog, command.argumentType()));
        } else if (entity instanceof Event event) {
            addAll(names, inline(catalog, event.argumentType()));
        } else if (entity instanceof ObjectType object) {
            addAll(names, MembersView.own(catalog, object));
        } else if (entity instanceof EnumType type) {
            for (EnumValue value : type.values()) {
                if (catalog.shows(value.condition())) {
                    names.add(value.name());
                }
            }
        } else if (entity instanceof AlternateType alternate) {
            alternate.alternatives().stream()
                    .filter(alternative -> catalog.shows(alternative.condition()))
                    .forEach(alternative -> names.add(alternative.name()));
        }
        return names;
    }

    private static void addAll(Set<String> names, List<Member> members) {
        for (Member member : members) {
            names.add(member.name());
        }
    }

    /** Returns arguments or data that are described at the command or event itself. */
    static List<Member> inline(Catalog catalog, ObjectType type) {
        return type.isImplicit() ? MembersView.own(catalog, type) : List.of();
    }
}
