package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the schema says about its entities, as Javadoc.
 *
 * <p>Thread: immutable once made; confined to one generation.
 */
final class Docs {
    private final Schema schema;
    private final Map<String, String> links = new HashMap<>();

    Docs(Schema schema, Selection selection, JavaNames names) {
        this.schema = schema;
        for (Type type : selection.types()) {
            links.put(type.name(), names.type(type));
        }
    }

    /** Begins the comment of an entity: introduction, condition, features and the release that brought it. */
    Javadoc of(SchemaEntity entity, String fallback) {
        Javadoc javadoc = new Javadoc();
        List<String> body = entity.doc().map(doc -> blocks(doc.body())).orElse(List.of());
        javadoc.text(body.isEmpty() ? List.of(fallback) : body);
        entity.doc().ifPresent(doc -> {
            doc.sections(Doc.Kind.PLAIN).stream().skip(1).forEach(section -> javadoc.text(blocks(section.text())));
            doc.sections(Doc.Kind.NOTE).forEach(section -> javadoc.text(blocks(section.text())));
        });
        condition(javadoc, entity.condition());
        for (Feature feature : entity.features()) {
            String text =
                    entity.doc().flatMap(doc -> doc.feature(feature.name())).orElse("");
            javadoc.text("<strong>" + DocText.escape(feature.name()) + "</strong>"
                    + (text.isEmpty() ? "" : ": " + DocText.phrase(text, this::link)));
        }
        return javadoc;
    }

    /** Adds the tags that end the comment of an entity. */
    void end(Javadoc javadoc, SchemaEntity entity) {
        entity.doc().ifPresent(doc -> {
            for (Doc.Section since : doc.sections(Doc.Kind.SINCE)) {
                javadoc.tag("since", DocText.phrase(since.text(), this::link));
            }
        });
        if (entity.hasFeature(Feature.DEPRECATED)) {
            javadoc.tag("deprecated", feature(entity.doc(), Feature.DEPRECATED));
        }
    }

    /** Returns what a command returns. */
    String returns(Command command) {
        String text = command.doc()
                .map(doc -> doc.sections(Doc.Kind.RETURNS))
                .filter(sections -> !sections.isEmpty())
                .map(sections -> DocText.phrase(sections.get(0).text(), this::link))
                .orElse("");
        return text.isEmpty() ? "the result" : text;
    }

    /** Returns the errors of a command; empty if it says none. */
    List<String> errors(Command command) {
        return command.doc()
                .map(doc -> doc.sections(Doc.Kind.ERRORS))
                .filter(sections -> !sections.isEmpty())
                .map(sections -> blocks(sections.get(0).text()))
                .orElse(List.of());
    }

    /** Describes a member of an entity, or of one of its bases. */
    String member(SchemaEntity owner, Member member) {
        Optional<Doc> doc =
                owner.doc().filter(found -> found.member(member.name()).isPresent());
        if (doc.isEmpty()) {
            doc = schema.type(member.definedIn()).flatMap(SchemaEntity::doc);
        }
        String text = phrase(doc, member.name(), "the member <code>" + DocText.escape(member.name()) + "</code>");
        if (member.type() instanceof BuiltinType builtin
                && (builtin.kind() == BuiltinType.Kind.UINT64 || builtin.kind() == BuiltinType.Kind.SIZE)) {
            text += " (64 bits without sign)";
        }
        return text + remarks(member.condition(), member.features(), doc);
    }

    /** Describes a value of an enumeration or a branch of an alternate. */
    String named(SchemaEntity owner, String name, Condition condition, List<Feature> features) {
        return phrase(owner.doc(), name, "<code>" + DocText.escape(name) + "</code>")
                + remarks(condition, features, owner.doc());
    }

    private String phrase(Optional<Doc> doc, String name, String fallback) {
        String text = doc.flatMap(found -> found.member(name))
                .map(found -> DocText.phrase(found, this::link))
                .orElse("");
        return text.isEmpty() ? fallback : text;
    }

    private String remarks(Condition condition, List<Feature> features, Optional<Doc> doc) {
        StringBuilder out = new StringBuilder();
        for (Feature feature : features) {
            out.append(" <strong>").append(DocText.escape(feature.name())).append("</strong>");
            String text = feature(doc, feature.name());
            out.append(text.equals(feature.name()) ? "" : ": " + text);
        }
        if (condition.isPresent()) {
            out.append(" (if ").append(DocText.escape(condition.toString())).append(')');
        }
        return out.toString();
    }

    private void condition(Javadoc javadoc, Condition condition) {
        if (condition.isPresent()) {
            javadoc.text("Exists if " + DocText.escape(condition.toString()) + ".");
        }
    }

    private String feature(Optional<Doc> doc, String name) {
        String text = doc.flatMap(found -> found.feature(name))
                .map(found -> DocText.phrase(found, this::link))
                .orElse("");
        return text.isEmpty() ? name : text;
    }

    private List<String> blocks(String text) {
        return text.isBlank() ? List.of() : DocText.blocks(text, this::link);
    }

    private @Nullable String link(String name) {
        return links.get(name);
    }
}
