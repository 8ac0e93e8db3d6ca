package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a manual shows of a schema: what exists in the schema's configuration.
 *
 * <p>Thread: immutable.
 */
public final class Catalog {
    private final Schema schema;
    private final String title;
    private final List<ModulePage> pages;
    private final List<Item.FreeText> introduction;
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final Users users;

    private Catalog(Schema schema, String title, List<ModulePage> pages, List<Item.FreeText> introduction) {
        this.schema = schema;
        this.title = title;
        this.pages = List.copyOf(pages);
        this.introduction = List.copyOf(introduction);
        for (ModulePage page : pages) {
            for (Item item : page.items()) {
                if (item instanceof Definition definition) {
                    definitions.put(definition.name(), definition);
                }
            }
        }
        this.users = new Users(this);
    }

    /**
     * Arranges a schema.
     *
     * @param schema the schema
     * @param title the title of the manual, null for one made of the schema's name
     * @return the catalog
     */
    public static Catalog of(Schema schema, @Nullable String title) {
        CatalogBuilder builder = new CatalogBuilder(schema);
        builder.build();
        String shown = title == null ? builder.defaultTitle() : title;
        return new Catalog(schema, shown, builder.pages(), builder.introduction());
    }

    /**
     * Returns the title of the manual.
     *
     * @return the title
     */
    public String title() {
        return title;
    }

    /**
     * Returns the pages of the modules that show something.
     *
     * @return the pages in the order in which the modules are included
     */
    public List<ModulePage> pages() {
        return pages;
    }

    /**
     * Returns the text of a root module that defines nothing itself: the introduction to it all.
     *
     * @return the texts in order, possibly none
     */
    public List<Item.FreeText> introduction() {
        return introduction;
    }

    /**
     * Returns all definitions.
     *
     * @return the definitions, module by module
     */
    public Collection<Definition> definitions() {
        return definitions.values();
    }

    /**
     * Returns the definitions of a kind.
     *
     * @param kind the kind
     * @return the definitions, module by module
     */
    public List<Definition> definitions(Kind kind) {
        List<Definition> found = new ArrayList<>();
        for (Definition definition : definitions.values()) {
            if (definition.kind() == kind) {
                found.add(definition);
            }
        }
        return found;
    }

    /**
     * Finds a definition.
     *
     * @param name its name
     * @return the definition, null if the manual has none of the name
     */
    public @Nullable Definition find(String name) {
        return definitions.get(name);
    }

    /**
     * Finds the page of a module.
     *
     * @param shortName the module's name without directory and suffix
     * @return the page, null if there is none
     */
    public @Nullable ModulePage findModule(String shortName) {
        for (ModulePage page : pages) {
            if (page.shortName().equals(shortName)) {
                return page;
            }
        }
        return null;
    }

    /**
     * Returns the users of types.
     *
     * @return the users of all types
     */
    public Users users() {
        return users;
    }

    /**
     * Tells whether what carries a condition is shown.
     *
     * @param condition the condition
     * @return whether it exists in the schema's configuration
     */
    public boolean shows(Condition condition) {
        return schema.configuration().includes(condition);
    }
}
