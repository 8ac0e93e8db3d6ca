package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows members that are described elsewhere: where, and on demand which.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
final class InheritedView {
    private final Html html;
    private final Catalog catalog;

    InheritedView(Html html, Catalog catalog) {
        this.html = html;
        this.catalog = catalog;
    }

    /** Shows that the members of a type belong here. */
    void membersOf(ObjectType type) {
        html.open("div", "class", "inherited").open("p").text("The members of ");
        TypeView.render(html, catalog, type);
        html.text(".").end();
        listing(type);
        html.end();
    }

    /** Shows the written branches of a union, and names the values without one. */
    void branches(Definition definition, UnionType union) {
        List<Variant> written = new ArrayList<>();
        List<Variant> empty = new ArrayList<>();
        for (Variant variant : union.variants()) {
            if (catalog.shows(variant.condition())) {
                (variant.isImplied() ? empty : written).add(variant);
            }
        }
        if (!written.isEmpty()) {
            html.open("dl", "class", "members branches").line();
            for (Variant variant : written) {
                branch(definition, union, variant);
            }
            html.end();
        }
        if (!empty.isEmpty()) {
            html.open("p", "class", "no-more").text("No further members when ");
            html.element("code", union.tag().name()).text(" is ");
            for (int i = 0; i < empty.size(); i++) {
                html.text(i == 0 ? "" : i + 1 < empty.size() ? ", " : " or ");
                html.element(
                        "code",
                        empty.get(i).name(),
                        "id",
                        definition.branchId(empty.get(i).name()));
            }
            html.text(".").end();
        }
    }

    private void branch(Definition definition, UnionType union, Variant variant) {
        html.open("div", "id", definition.branchId(variant.name())).open("dt");
        html.element("span", "when ", "class", "dim")
                .element("code", union.tag().name())
                .element("span", " is ", "class", "dim");
        html.open("a", "class", "member", "href", '#' + definition.branchId(variant.name()))
                .element("code", variant.name())
                .close();
        Marks.part(html, catalog, variant.condition(), List.of());
        html.close().open("dd").text("The members of ");
        TypeView.render(html, catalog, variant.type());
        html.text(".");
        listing(variant.type());
        html.close().end();
    }

    private void listing(ObjectType type) {
        List<Member> members = new ArrayList<>();
        for (Member member : type.allMembers()) {
            if (catalog.shows(member.condition())) {
                members.add(member);
            }
        }
        if (members.isEmpty()) {
            return;
        }
        html.open("details").open("summary").text(count(members.size(), "member"));
        if (type instanceof UnionType union) {
            html.text(", more by ").element("code", union.tag().name());
        }
        html.close().open("ul").line();
        for (Member member : members) {
            html.open("li");
            name(member);
            html.text(" ");
            TypeView.render(html, catalog, member.type());
            if (member.isOptional()) {
                html.text(" ").element("span", "optional", "class", "optional");
            }
            Marks.part(html, catalog, member.condition(), member.features());
            html.end();
        }
        html.close().end();
    }

    private void name(Member member) {
        Definition owner = owner(member.definedIn());
        if (owner == null) {
            html.element("code", member.name());
        } else {
            html.open("a", "href", owner.file() + '#' + owner.id(member.name()))
                    .element("code", member.name())
                    .close();
        }
    }

    /** An inline base belongs to its union. */
    private @Nullable Definition owner(String definedIn) {
        if (definedIn.startsWith("q_obj_") && definedIn.endsWith("-base")) {
            return catalog.find(definedIn.substring("q_obj_".length(), definedIn.length() - "-base".length()));
        }
        return catalog.find(definedIn);
    }

    static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
