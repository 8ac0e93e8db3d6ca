package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.DocTexts;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows the features of a definition and of its parts, and which parts have them. */
final class FeaturesView {
    private FeaturesView() {}

    static void render(Html html, Scope scope, Definition definition, String heading) {
        Map<String, List<String>> carriers = carriers(scope.catalog(), definition.entity());
        Doc doc = definition.doc();
        if (carriers.isEmpty()) {
            return;
        }
        html.element(heading, "Features").line();
        html.open("dl", "class", "members features").line();
        for (Map.Entry<String, List<String>> feature : carriers.entrySet()) {
            html.open("div").open("dt").element("code", feature.getKey());
            String separator = " of ";
            for (String carrier : feature.getValue()) {
                html.element("span", separator, "class", "dim");
                html.open("a", "href", '#' + definition.id(carrier))
                        .element("code", carrier)
                        .close();
                separator = ", ";
            }
            html.close();
            if (doc != null) {
                description(html, scope, doc, feature.getKey());
            }
            html.end();
        }
        html.end();
    }

    private static void description(Html html, Scope scope, Doc doc, String feature) {
        for (Doc.Section section : doc.sections(Doc.Kind.FEATURE)) {
            if (section.name().equals(feature)) {
                html.open("dd");
                new TextRenderer(html, scope).blocks(DocTexts.blocks(section));
                html.close();
            }
        }
    }

    /** Returns all features in the order of their first appearance, each with the members and values that have it. */
    private static Map<String, List<String>> carriers(Catalog catalog, SchemaEntity entity) {
        Map<String, List<String>> carriers = new LinkedHashMap<>();
        for (Feature feature : entity.features()) {
            if (catalog.shows(feature.condition())) {
                carriers.put(feature.name(), new ArrayList<>());
            }
        }
        if (entity instanceof Command command) {
            members(catalog, carriers, DefinitionView.inline(catalog, command.argumentType()));
        } else if (entity instanceof Event event) {
            members(catalog, carriers, DefinitionView.inline(catalog, event.argumentType()));
        } else if (entity instanceof ObjectType object) {
            members(catalog, carriers, MembersView.own(catalog, object));
        } else if (entity instanceof EnumType type) {
            for (EnumValue value : type.values()) {
                add(catalog, carriers, value.name(), value.condition(), value.features());
            }
        }
        return carriers;
    }

    private static void members(Catalog catalog, Map<String, List<String>> carriers, List<Member> members) {
        for (Member member : members) {
            add(catalog, carriers, member.name(), member.condition(), member.features());
        }
    }

    private static void add(
            Catalog catalog,
            Map<String, List<String>> carriers,
            String carrier,
            Condition condition,
            List<Feature> features) {
        for (Feature feature : features) {
            if (catalog.shows(condition) && catalog.shows(feature.condition())) {
                carriers.computeIfAbsent(feature.name(), name -> new ArrayList<>())
                        .add(carrier);
            }
        }
    }
}
