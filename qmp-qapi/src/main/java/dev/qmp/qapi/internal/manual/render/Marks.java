package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Changes;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Shows the small marks after names: what is out-of-band capable, deprecated, unstable, conditional. */
public final class Marks {
    private Marks() {}

    /**
     * Shows the marks of a definition.
     *
     * @param html where to
     * @param catalog all definitions
     * @param entity the definition
     */
    public static void entity(Html html, Catalog catalog, SchemaEntity entity) {
        if (entity instanceof Command command) {
            if (command.allowOob()) {
                mark(html, "oob", "out-of-band", "May run out of band, while other commands wait or run");
            }
            if (command.allowPreconfig()) {
                mark(html, "preconfig", "preconfig", "May be used before the machine is made");
            }
            if (!command.successResponse()) {
                mark(html, "quiet", "no reply", "Sends nothing when it succeeds");
            }
        }
        part(html, catalog, entity.condition(), entity.features());
    }

    /** Shows the marks of a member, value or branch. */
    static void part(Html html, Catalog catalog, Condition condition, List<Feature> features) {
        for (Feature feature : features) {
            if (catalog.shows(feature.condition())) {
                feature(html, feature.name());
            }
        }
        if (condition.isPresent()) {
            html.text(" ");
            html.open("span", "class", "mark if", "title", "Exists only under this condition");
            html.text("if ").element("code", condition.toString());
            html.close();
        }
    }

    /** Shows in the margin that something differs from an older version, and in what. */
    static void changes(Html html, Catalog catalog, String definition, String member) {
        List<Changes.Note> notes = catalog.changes().of(definition, member);
        if (notes.isEmpty()) {
            return;
        }
        Changes.Kind kind = Changes.Kind.CHANGED;
        StringJoiner texts = new StringJoiner("; ");
        for (Changes.Note note : notes) {
            kind = note.kind().compareTo(kind) < 0 ? note.kind() : kind;
            texts.add(note.text());
        }
        String style = "change " + kind.name().toLowerCase(Locale.ROOT);
        html.text(" ").open("span", "class", style).text(kind.word());
        if (kind == Changes.Kind.CHANGED) {
            html.text(": " + texts);
        }
        html.close();
    }

    private static void feature(Html html, String name) {
        switch (name) {
            case Feature.DEPRECATED -> mark(html, "deprecated", name, "Will go away");
            case Feature.UNSTABLE -> mark(html, "unstable", name, "May change or go away without notice");
            default -> mark(html, "feature", name, "A feature that introspection shows");
        }
    }

    private static void mark(Html html, String kind, String text, String explanation) {
        html.text(" ");
        html.element("span", text, "class", "mark " + kind, "title", explanation);
    }
}
