package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.StructType;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.DocTexts;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.rst.Block;
import java.util.List;

/**
 * Shows what a documentation comment says of a definition, in its order, and what the definition has though the comment
 * does not mention it.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
final class SectionsView {
    private final Html html;
    private final Scope scope;
    private final Catalog catalog;
    private final Definition definition;
    private final String heading;
    private boolean hasMembers;
    private boolean hasFeatures;
    private boolean hasReturns;

    SectionsView(Html html, Scope scope, Definition definition, int level) {
        this.html = html;
        this.scope = scope;
        this.catalog = scope.catalog();
        this.definition = definition;
        this.heading = "h" + Math.min(level, 6);
    }

    void render() {
        Doc doc = definition.doc();
        if (doc != null) {
            boolean describesMembers = !doc.sections(Doc.Kind.MEMBER).isEmpty();
            for (Doc.Section section : doc.sections()) {
                if (!describesMembers && section.kind() != Doc.Kind.PLAIN) {
                    members();
                }
                section(section);
                if (!describesMembers) {
                    members();
                }
            }
        }
        members();
        features();
        returns(List.of());
    }

    private void section(Doc.Section section) {
        switch (section.kind()) {
            case PLAIN -> text(DocTexts.blocks(section));
            case MEMBER -> members();
            case FEATURE -> features();
            case RETURNS -> returns(DocTexts.blocks(section));
            case ERRORS -> {
                title("Errors");
                text(DocTexts.blocks(section));
            }
            case NOTE ->
                new TextRenderer(html, scope)
                        .admonition(new Block.Admonition("note", "Note", DocTexts.blocks(section)));
            case EXAMPLE ->
                new TextRenderer(html, scope)
                        .example(new Block.Example("", List.of(new Block.Literal("", exchange(section)))));
            case SINCE, TODO -> {
                // The first is shown beside the name, the other is not for readers.
            }
        }
    }

    /** The withdrawn form of examples may say that it is literal, which it is anyway. */
    private static String exchange(Doc.Section section) {
        String text = DocTexts.of(section).strip();
        return text.startsWith("::\n") ? text.substring(3).stripIndent().strip() : text;
    }

    private void text(List<Block> blocks) {
        new TextRenderer(html, scope).blocks(blocks);
    }

    private void title(String title) {
        html.element(heading, title).line();
    }

    private void members() {
        if (hasMembers) {
            return;
        }
        hasMembers = true;
        SchemaEntity entity = definition.entity();
        MembersView view = new MembersView(html, scope, definition);
        if (entity instanceof Command command) {
            payload(view, "Arguments", command.argumentType());
        } else if (entity instanceof Event event) {
            payload(view, "Data", event.argumentType());
        } else if (entity instanceof ObjectType object) {
            object(view, object);
        } else if (entity instanceof EnumType type) {
            title("Values");
            view.values(type);
        } else if (entity instanceof AlternateType alternate) {
            title("Alternatives");
            view.alternatives(alternate);
        }
    }

    private void payload(MembersView view, String title, ObjectType type) {
        List<Member> members = DefinitionView.inline(catalog, type);
        if (!members.isEmpty()) {
            title(title);
            view.members(members);
        } else if (!type.isImplicit()) {
            title(title);
            new InheritedView(html, catalog, definition).payload(type);
        }
    }

    private void object(MembersView view, ObjectType object) {
        List<Member> own = MembersView.own(catalog, object);
        ObjectType base = object.base().orElse(null);
        ObjectType inheritedBase = base == null || base.isImplicit() ? null : base;
        InheritedView inherited = new InheritedView(html, catalog, definition);
        if (!own.isEmpty() || inheritedBase != null) {
            title("Members");
        }
        if (!own.isEmpty()) {
            view.members(own);
        }
        if (inheritedBase != null) {
            inherited.base(inheritedBase);
        }
        if (object instanceof UnionType union) {
            title("Branches");
            inherited.branches(union);
        } else if (own.isEmpty() && inheritedBase == null) {
            html.open("p", "class", "dim").text("No members.").end();
        }
    }

    private void features() {
        if (!hasFeatures) {
            hasFeatures = true;
            FeaturesView.render(html, scope, definition, heading);
        }
    }

    private void returns(List<Block> blocks) {
        if (hasReturns || !(definition.entity() instanceof Command command)) {
            return;
        }
        boolean returnsSomething = !command.returnType().name().equals(StructType.EMPTY_NAME);
        if (!returnsSomething && blocks.isEmpty()) {
            return;
        }
        hasReturns = true;
        title("Returns");
        if (!returnsSomething) {
            text(blocks);
            return;
        }
        html.open("div", "class", "returns").line();
        html.open("p");
        TypeView.render(html, catalog, command.returnType());
        html.end();
        text(blocks);
        html.end();
    }
}
