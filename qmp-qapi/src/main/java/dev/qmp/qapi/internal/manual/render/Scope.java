package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scope of a text, which decides what the names in it mean.
 *
 * @param catalog all definitions
 * @param definition the definition that the text describes, null for text between definitions
 * @param members the names of what the definition's entry has an anchor for
 */
public record Scope(Catalog catalog, @Nullable Definition definition, Set<String> members) {
    /**
     * Makes the scope of text that describes no definition.
     *
     * @param catalog all definitions
     * @return the scope
     */
    public static Scope of(Catalog catalog) {
        return new Scope(catalog, null, Set.of());
    }

    /**
     * Makes the scope of text that describes a definition.
     *
     * @param catalog all definitions
     * @param definition the definition
     * @return the scope
     */
    public static Scope of(Catalog catalog, Definition definition) {
        Set<String> names = new HashSet<>();
        SchemaEntity entity = definition.entity();
        if (entity instanceof Command command) {
            addAll(names, catalog.members(command.argumentType()));
        } else if (entity instanceof Event event) {
            addAll(names, catalog.members(event.argumentType()));
        } else if (entity instanceof ObjectType object) {
            addAll(names, MembersView.own(catalog, object));
        } else if (entity instanceof EnumType type) {
            for (EnumValue value : type.values()) {
                if (catalog.shows(value.condition())) {
                    names.add(value.name());
                }
            }
        } else if (entity instanceof AlternateType alternate) {
            alternate.alternatives().stream()
                    .filter(alternative -> catalog.shows(alternative.condition()))
                    .forEach(alternative -> names.add(alternative.name()));
        }
        return new Scope(catalog, definition, names);
    }

    private static void addAll(Set<String> names, List<Member> members) {
        for (Member member : members) {
            names.add(member.name());
        }
    }

    /** Returns where a word after an at sign leads, null if it is just a word. */
    @Nullable
    String mention(String word) {
        if (definition != null && members.contains(word)) {
            return definition.href(word);
        }
        Definition named = catalog.find(word);
        return named == null || named.equals(definition) ? null : named.href();
    }
}
