package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what carries features and conditions.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
final class Marked {
    private final Catalog catalog;
    private final Map<String, List<Place>> features = new TreeMap<>();
    private final Map<String, List<Place>> conditions = new TreeMap<>();

    private Marked(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * What carries a mark.
     *
     * @param definition a definition
     * @param member a member, value or alternative of it; empty for the definition itself
     */
    record Place(Definition definition, String member) {
        String href() {
            return member.isEmpty() ? definition.href() : definition.href(member);
        }

        String label() {
            return member.isEmpty() ? definition.name() : definition.name() + '.' + member;
        }
    }

    static Marked of(Catalog catalog) {
        Marked marked = new Marked(catalog);
        for (Definition definition : catalog.definitions()) {
            SchemaEntity entity = definition.entity();
            marked.add(definition, "", entity.condition(), entity.features());
            if (entity instanceof Command command) {
                marked.inline(definition, command.argumentType());
            } else if (entity instanceof Event event) {
                marked.inline(definition, event.argumentType());
            } else if (entity instanceof ObjectType object) {
                object.base().ifPresent(base -> marked.inline(definition, base));
                marked.members(definition, object);
            } else if (entity instanceof EnumType type) {
                for (EnumValue value : type.values()) {
                    marked.add(definition, value.name(), value.condition(), value.features());
                }
            } else if (entity instanceof AlternateType alternate) {
                for (Alternative alternative : alternate.alternatives()) {
                    marked.add(definition, alternative.name(), alternative.condition(), List.of());
                }
            }
        }
        return marked;
    }

    /** Returns the carriers of each feature, by the feature's name. */
    Map<String, List<Place>> features() {
        return features;
    }

    /** Returns the carriers of each condition, by the condition. */
    Map<String, List<Place>> conditions() {
        return conditions;
    }

    private void inline(Definition definition, ObjectType type) {
        if (type.isImplicit()) {
            members(definition, type);
        }
    }

    private void members(Definition definition, ObjectType type) {
        for (Member member : type.members()) {
            add(definition, member.name(), member.condition(), member.features());
        }
    }

    private void add(Definition definition, String member, Condition condition, List<Feature> carried) {
        if (!catalog.shows(condition)) {
            return;
        }
        Place place = new Place(definition, member);
        if (condition.isPresent()) {
            conditions
                    .computeIfAbsent(condition.toString(), key -> new ArrayList<>())
                    .add(place);
        }
        for (Feature feature : carried) {
            if (catalog.shows(feature.condition())) {
                features.computeIfAbsent(feature.name(), key -> new ArrayList<>())
                        .add(place);
            }
        }
    }
}
