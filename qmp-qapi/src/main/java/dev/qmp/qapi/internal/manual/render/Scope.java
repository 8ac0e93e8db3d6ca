package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
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

    /** Returns where a word after an at sign leads, null if it is just a word. */
    @Nullable
    String mention(String word) {
        if (definition != null && members.contains(word)) {
            return definition.file() + '#' + definition.id(word);
        }
        Definition named = catalog.find(word);
        return named == null || named.equals(definition) ? null : named.href();
    }
}
