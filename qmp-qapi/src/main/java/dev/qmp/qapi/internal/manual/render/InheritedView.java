package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.Ids;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows members that are described elsewhere: those of a base, of a named argument type, of a union's branches.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
public final class InheritedView {
    private final Html html;
    private final Catalog catalog;
    private final Definition definition;
    private final MembersView members;

    /**
     * Makes it for an entry.
     *
     * @param html where to
     * @param catalog all definitions
     * @param definition the definition that has the members
     */
    public InheritedView(Html html, Catalog catalog, Definition definition) {
        this.html = html;
        this.catalog = catalog;
        this.definition = definition;
        this.members = new MembersView(html, Scope.of(catalog, definition), definition);
    }

    /** Shows that the members of a base belong here; on demand which. */
    void base(ObjectType type) {
        html.open("div", "class", "inherited").open("p").text("The members of ");
        TypeView.render(html, catalog, type);
        html.text(".").end();
        List<Member> inherited = catalog.members(type);
        if (!inherited.isEmpty()) {
            html.open("details").open("summary").text(count(inherited.size(), "member"));
            html.close().open("ul").line();
            for (Member member : inherited) {
                html.open("li");
                name(member, originHref(member));
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
        html.end();
    }

    /** Shows arguments or data that are the members of a named type, with their texts. */
    void payload(ObjectType type) {
        html.open("p").text("The members of ");
        TypeView.render(html, catalog, type);
        html.text(catalog.members(type).isEmpty() ? "." : ":").end();
        copies(type, definition.id());
    }

    /** Shows the branches of a union within its entry: their members, with their texts unless there are too many. */
    void branches(UnionType union) {
        List<Variant> written = catalog.branches(union, false);
        String file = catalog.branchFile(definition);
        if (file != null) {
            html.open("p", "class", "more");
            html.element("a", "All members with their descriptions", "href", file);
            html.text(", branch by branch, are on a page of their own.").end();
        }
        if (!written.isEmpty()) {
            html.open("dl", "class", "members branches").line();
            for (Variant variant : written) {
                String id = definition.branchId(variant.name());
                html.open("div", "id", id).open("dt");
                title(union, variant, (file == null ? "" : file) + '#' + id);
                html.close().open("dd");
                if (file == null) {
                    copies(variant.type(), id);
                } else {
                    names(variant.type(), file + '#' + id);
                }
                html.close().end();
            }
            html.end();
        }
        withoutMembers(union);
    }

    /**
     * Shows the branches of a union on a page of their own.
     *
     * @param union the union
     */
    public void branchSections(UnionType union) {
        List<Member> common = catalog.members(union);
        html.element("h2", "In every branch", "class", "part", "id", "_common").line();
        members.copies(common, union, definition.id());
        for (Variant variant : catalog.branches(union, false)) {
            String id = definition.branchId(variant.name());
            html.open("section", "class", "definition", "id", id).line();
            html.open("header").line().open("h2");
            html.open("a", "href", '#' + id).text(variant.name()).close();
            html.end();
            html.open("p", "class", "about");
            TypeView.render(html, catalog, variant.type());
            Marks.part(html, catalog, variant.condition(), List.of());
            Marks.changes(html, catalog, union.tag().type().name(), variant.name());
            html.end().end();
            copies(variant.type(), id);
            html.end();
        }
        withoutMembers(union);
    }

    private void title(UnionType union, Variant variant, String href) {
        html.element("span", "when ", "class", "dim")
                .element("code", union.tag().name())
                .element("span", " is ", "class", "dim");
        html.open("a", "class", "member", "href", href)
                .element("code", variant.name())
                .close();
        html.element("span", ": the members of ", "class", "dim");
        TypeView.render(html, catalog, variant.type());
        Marks.part(html, catalog, variant.condition(), List.of());
        Marks.changes(html, catalog, union.tag().type().name(), variant.name());
    }

    private void copies(ObjectType type, String prefix) {
        List<Member> shown = catalog.members(type);
        if (!shown.isEmpty()) {
            members.copies(shown, type, prefix);
        }
        if (type instanceof UnionType union) {
            further(union);
        } else if (shown.isEmpty()) {
            html.open("p", "class", "dim").text("No members.").end();
        }
    }

    private void names(ObjectType type, String prefix) {
        String separator = "";
        for (Member member : catalog.members(type)) {
            html.text(separator);
            name(member, prefix + '.' + Ids.of(member.name()));
            separator = ", ";
        }
        if (type instanceof UnionType union) {
            further(union);
        }
    }

    /** Leads from something that has the members of a union to the union's branches. */
    private void further(UnionType union) {
        Definition named = catalog.find(union.name());
        List<Variant> written = catalog.branches(union, false);
        if (named == null || written.isEmpty()) {
            return;
        }
        String own = catalog.branchFile(named);
        String file = own == null ? named.file() : own;
        html.open("p", "class", "more").text("More members by ");
        html.element("code", union.tag().name());
        String separator = ": ";
        for (Variant variant : written) {
            html.text(separator).open("a", "href", file + '#' + named.branchId(variant.name()));
            html.element("code", variant.name()).close();
            separator = ", ";
        }
        html.text(".").end();
    }

    private void withoutMembers(UnionType union) {
        List<Variant> empty = catalog.branches(union, true);
        if (empty.isEmpty()) {
            return;
        }
        html.open("p", "class", "no-more").text("No further members when ");
        html.element("code", union.tag().name()).text(" is ");
        for (int i = 0; i < empty.size(); i++) {
            String id = definition.branchId(empty.get(i).name());
            html.text(i == 0 ? "" : i + 1 < empty.size() ? ", " : " or ");
            html.open("a", "class", "member", "id", id, "href", '#' + id);
            html.element("code", empty.get(i).name()).close();
        }
        html.text(".").end();
    }

    private void name(Member member, @Nullable String href) {
        if (href == null) {
            html.element("code", member.name());
        } else {
            html.open("a", "href", href).element("code", member.name()).close();
        }
    }

    private @Nullable String originHref(Member member) {
        Definition owner = catalog.owner(member);
        return owner == null ? null : owner.href(member.name());
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
