package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.DocTexts;
import dev.qmp.qapi.internal.manual.catalog.Ids;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.rst.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows members, arguments, data, values and alternatives, each with its text: where they are described, or in another
 * place, with a link to that one.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
final class MembersView {
    private final Html html;
    private final Catalog catalog;
    private final Definition definition;
    private final Map<String, Scope> scopes = new HashMap<>();
    private @Nullable ObjectType home;

    MembersView(Html html, Scope scope, Definition definition) {
        this.html = html;
        this.catalog = scope.catalog();
        this.definition = definition;
        scopes.put(definition.name(), scope);
    }

    /** Shows the definition's own members, arguments or data. */
    void members(List<Member> members) {
        html.open("dl", "class", "members").line();
        for (Member member : members) {
            row(definition.id(member.name()), definition, member);
        }
        html.end();
    }

    /**
     * Shows members that another definition may describe.
     *
     * @param members the members
     * @param type the type that has them, which the reader is told; others are named
     * @param prefix what their ids begin with
     */
    void copies(List<Member> members, ObjectType type, String prefix) {
        home = type;
        html.open("dl", "class", "members").line();
        for (Member member : members) {
            row(prefix + '.' + Ids.of(member.name()), catalog.owner(member), member);
        }
        html.end();
    }

    private void row(String id, @Nullable Definition owner, Member member) {
        row(id, owner, member.name(), member.type(), member.isOptional(), member.condition(), member.features());
    }

    /** Shows the alternatives of an alternate. */
    void alternatives(AlternateType alternate) {
        html.open("dl", "class", "members").line();
        for (Alternative alternative : alternate.alternatives()) {
            if (catalog.shows(alternative.condition())) {
                String name = alternative.name();
                row(
                        definition.id(name),
                        definition,
                        name,
                        alternative.type(),
                        false,
                        alternative.condition(),
                        List.of());
            }
        }
        html.end();
    }

    /** Shows the values of an enumeration; those that nothing is said about side by side. */
    void values(EnumType type) {
        List<EnumValue> silent = new ArrayList<>();
        List<EnumValue> told = new ArrayList<>();
        for (EnumValue value : type.values()) {
            if (catalog.shows(value.condition())) {
                Doc.Section section = DocTexts.member(definition, value.name());
                (section != null && !section.text().isEmpty() ? told : silent).add(value);
            }
        }
        if (!told.isEmpty()) {
            html.open("dl", "class", "members values").line();
            for (EnumValue value : told) {
                String name = value.name();
                row(definition.id(name), definition, name, null, false, value.condition(), value.features());
            }
            html.end();
        }
        if (!silent.isEmpty()) {
            html.open("ul", "class", "plain-values").line();
            for (EnumValue value : silent) {
                String id = definition.id(value.name());
                html.open("li", "id", id).open("a", "class", "member", "href", '#' + id);
                html.element("code", value.name()).close();
                Marks.part(html, catalog, value.condition(), value.features());
                Marks.changes(html, catalog, definition.name(), value.name());
                html.end();
            }
            html.end();
        }
    }

    /** Returns the members of an object that are described here, those of an inline base first. */
    static List<Member> own(Catalog catalog, ObjectType object) {
        List<Member> members = new ArrayList<>();
        ObjectType base = object.base().orElse(null);
        if (base != null && base.isImplicit()) {
            members.addAll(base.members());
        }
        members.addAll(object.members());
        members.removeIf(member -> !catalog.shows(member.condition()));
        return members;
    }

    private void row(
            String id,
            @Nullable Definition owner,
            String name,
            @Nullable Type type,
            boolean isOptional,
            Condition condition,
            List<Feature> features) {
        html.open("div", "id", id).open("dt");
        html.open("a", "class", "member", "href", '#' + id)
                .element("code", name)
                .close();
        if (type != null) {
            html.text(" ");
            TypeView.render(html, catalog, type);
        }
        if (isOptional) {
            html.text(" ").element("span", "optional", "class", "optional");
        }
        Marks.part(html, catalog, condition, features);
        if (owner != null) {
            Marks.changes(html, catalog, owner.name(), name);
        }
        if (owner != null && !owner.equals(definition) && owner.entity() != home) {
            html.text(" ").open("a", "class", "origin", "href", owner.href(name));
            html.text("of " + owner.name()).close();
        }
        html.close();
        Doc.Section section = owner == null ? null : DocTexts.member(owner, name);
        if (owner != null && section != null) {
            description(scope(owner), section);
        }
        html.end();
    }

    private Scope scope(Definition owner) {
        return scopes.computeIfAbsent(owner.name(), key -> Scope.of(catalog, owner));
    }

    private void description(Scope scope, Doc.Section section) {
        html.open("dd");
        List<Block> blocks = DocTexts.blocks(section);
        if (blocks.isEmpty()) {
            html.element("span", "Not documented", "class", "dim");
        } else if (blocks.size() == 1 && blocks.get(0) instanceof Block.Paragraph paragraph) {
            InlineRenderer.render(html, scope, paragraph.text());
        } else {
            new TextRenderer(html, scope).blocks(blocks);
        }
        html.close();
    }
}
