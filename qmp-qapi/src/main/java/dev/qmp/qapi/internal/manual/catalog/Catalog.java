package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import dev.qmp.qapi.arguments.ArgumentReader;
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
    private final Map<String, String> branchFiles;
    private final Changes changes;
    private final Users users;

    private Catalog(Schema schema, String title, Changes changes, CatalogBuilder builder) {
        this.schema = schema;
        this.changes = changes;
        this.title = title;
        this.pages = List.copyOf(builder.pages());
        this.introduction = List.copyOf(builder.introduction());
        this.branchFiles = Map.copyOf(builder.branchFiles());
        for (ModulePage page : pages) {
            for (Definition definition : page.definitions()) {
                definitions.put(definition.name(), definition);
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
        return of(schema, title, Changes.none());
    }

    /**
     * Arranges a schema, compared with an older version.
     *
     * @param schema the schema
     * @param title the title of the manual, null for one made of the schema's name
     * @param changes what is different from the older version
     * @return the catalog
     */
    public static Catalog of(Schema schema, @Nullable String title, Changes changes) {
        CatalogBuilder builder = new CatalogBuilder(schema);
        builder.build();
        String shown = title == null ? builder.defaultTitle() : title;
        return new Catalog(schema, shown, changes, builder);
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
     * Finds the page on which the branches of a union are described.
     *
     * @param union the union
     * @return its own file, null if its entry describes them
     */
    public @Nullable String branchFile(Definition union) {
        return branchFiles.get(union.name());
    }

    /**
     * Finds where a member is described first.
     *
     * @param member the member
     * @return the definition that has it itself, an inline base's members being its union's; null if the manual shows none
     */
    public @Nullable Definition owner(Member member) {
        String in = member.definedIn();
        boolean isInlineBase = in.startsWith("q_obj_") && in.endsWith("-base");
        return find(isInlineBase ? in.substring("q_obj_".length(), in.length() - "-base".length()) : in);
    }

    /**
     * Returns the members of a type that are shown.
     *
     * @param type the type
     * @return its members, those of its base first
     */
    public List<Member> members(ObjectType type) {
        List<Member> members = new ArrayList<>(type.allMembers());
        members.removeIf(member -> !shows(member.condition()));
        return members;
    }

    /**
     * Returns the branches of a union that are shown.
     *
     * @param union the union
     * @param implied whether those without members, which nobody wrote, are wanted, or the others
     * @return the branches in order
     */
    public List<Variant> branches(UnionType union, boolean implied) {
        List<Variant> branches = new ArrayList<>(union.variants());
        branches.removeIf(variant -> variant.isImplied() != implied || !shows(variant.condition()));
        return branches;
    }

    /**
     * Returns what is different from an older version.
     *
     * @return the changes, none if the manual is not compared
     */
    public Changes changes() {
        return changes;
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
     * Returns what reads arguments as people type them.
     *
     * @return the reader for the schema's commands
     */
    public ArgumentReader argumentReader() {
        return ArgumentReader.of(schema);
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
