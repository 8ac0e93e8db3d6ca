package dev.qmp.qapi.internal.manual.page;

import dev.qmp.json.JsonMessageWriter;
import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.DocTexts;
import dev.qmp.qapi.internal.manual.catalog.ModulePage;
import java.util.List;

/**
 * What the search looks in: a script, for browsers let a page from a file system read nothing else. It holds an array of
 * pages, each {@code [file, title, module, definitions]}, the title empty for all parts of a module but the first, with
 * definitions {@code [name, kind, summary, marks, members, more]}: {@code members} have anchors of their own there,
 * {@code more} are the names of branches.
 */
final class SearchIndex {
    static final String FILE = "search-index.js";

    private SearchIndex() {}

    static Page of(Catalog catalog) {
        JsonMessageWriter writer = JsonMessageWriter.compact();
        writer.beginArray();
        for (ModulePage page : catalog.pages()) {
            for (ModulePage.Part part : page.parts()) {
                String title = part.file().equals(page.file()) ? page.title() : "";
                writer.beginArray().value(part.file()).value(title).value(page.module());
                writer.beginArray();
                part.definitions().forEach(definition -> definition(writer, catalog, definition));
                writer.endArray().endArray();
            }
        }
        writer.endArray();
        return new Page(FILE, "window.manualIndex = " + writer + ";\n");
    }

    private static void definition(JsonMessageWriter writer, Catalog catalog, Definition definition) {
        SchemaEntity entity = definition.entity();
        writer.beginArray()
                .value(definition.name())
                .value(definition.kind().word())
                .value(DocTexts.summary(definition))
                .value(marks(entity))
                .beginArray();
        if (entity instanceof Command command) {
            names(writer, catalog.members(command.argumentType()));
        } else if (entity instanceof Event event) {
            names(writer, catalog.members(event.argumentType()));
        } else if (entity instanceof ObjectType object) {
            object.base().ifPresent(base -> inline(writer, catalog, base));
            members(writer, catalog, object);
        } else if (entity instanceof EnumType type) {
            for (EnumValue value : type.values()) {
                if (catalog.shows(value.condition())) {
                    writer.value(value.name());
                }
            }
        } else if (entity instanceof AlternateType alternate) {
            for (Alternative alternative : alternate.alternatives()) {
                if (catalog.shows(alternative.condition())) {
                    writer.value(alternative.name());
                }
            }
        }
        writer.endArray().beginArray();
        if (entity instanceof Command command) {
            branches(writer, catalog, command.argumentType());
        } else if (entity instanceof Event event) {
            branches(writer, catalog, event.argumentType());
        } else if (entity instanceof ObjectType type) {
            branches(writer, catalog, type);
        }
        writer.endArray().endArray();
    }

    private static void names(JsonMessageWriter writer, List<Member> members) {
        for (Member member : members) {
            writer.value(member.name());
        }
    }

    private static void branches(JsonMessageWriter writer, Catalog catalog, ObjectType type) {
        if (type instanceof UnionType union) {
            for (Variant variant : union.variants()) {
                if (catalog.shows(variant.condition())) {
                    writer.value(variant.name());
                }
            }
        }
    }

    private static String marks(SchemaEntity entity) {
        StringBuilder marks = new StringBuilder();
        if (entity instanceof Command command && command.allowOob()) {
            marks.append("oob ");
        }
        if (entity.hasFeature(Feature.DEPRECATED)) {
            marks.append("deprecated ");
        }
        if (entity.hasFeature(Feature.UNSTABLE)) {
            marks.append("unstable ");
        }
        return marks.toString().strip();
    }

    private static void inline(JsonMessageWriter writer, Catalog catalog, ObjectType type) {
        if (type.isImplicit()) {
            members(writer, catalog, type);
        }
    }

    private static void members(JsonMessageWriter writer, Catalog catalog, ObjectType type) {
        for (Member member : type.members()) {
            if (catalog.shows(member.condition())) {
                writer.value(member.name());
            }
        }
    }
}
