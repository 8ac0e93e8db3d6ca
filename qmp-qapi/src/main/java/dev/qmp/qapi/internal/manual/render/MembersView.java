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
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.rst.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a definition has itself: members, arguments, data, values, alternatives.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
final class MembersView {
    private final Html html;
    private final Scope scope;
    private final Catalog catalog;
    private final Definition definition;
    private final Map<String, Doc.Section> descriptions = new HashMap<>();

    MembersView(Html html, Scope scope, Definition definition) {
        this.html = html;
        this.scope = scope;
        this.catalog = scope.catalog();
        this.definition = definition;
        Doc doc = definition.doc();
        if (doc != null) {
            for (Doc.Section section : doc.sections(Doc.Kind.MEMBER)) {
                descriptions.putIfAbsent(section.name().strip(), section);
            }
        }
    }

    /** Shows members, arguments or data. */
    void members(List<Member> members) {
        html.open("dl", "class", "members").line();
        for (Member member : members) {
            row(member.name(), member.type(), member.isOptional(), member.condition(), member.features());
        }
        html.end();
    }

    /** Shows the alternatives of an alternate. */
    void alternatives(AlternateType alternate) {
        html.open("dl", "class", "members").line();
        for (Alternative alternative : alternate.alternatives()) {
            if (catalog.shows(alternative.condition())) {
                row(alternative.name(), alternative.type(), false, alternative.condition(), List.of());
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
                (describes(value.name()) ? told : silent).add(value);
            }
        }
        if (!told.isEmpty()) {
            html.open("dl", "class", "members values").line();
            for (EnumValue value : told) {
                row(value.name(), null, false, value.condition(), value.features());
            }
            html.end();
        }
        if (!silent.isEmpty()) {
            html.open("ul", "class", "plain-values").line();
            for (EnumValue value : silent) {
                html.open("li", "id", definition.id(value.name())).element("code", value.name());
                Marks.part(html, catalog, value.condition(), value.features());
                html.end();
            }
            html.end();
        }
    }

    private boolean describes(String name) {
        Doc.Section section = descriptions.get(name);
        return section != null && !section.text().isEmpty();
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
            String name, @Nullable Type type, boolean isOptional, Condition condition, List<Feature> features) {
        String id = definition.id(name);
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
        html.close();
        description(name);
        html.end();
    }

    private void description(String name) {
        Doc.Section section = descriptions.get(name);
        if (section == null) {
            return;
        }
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
