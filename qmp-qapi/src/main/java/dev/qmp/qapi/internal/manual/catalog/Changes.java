package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.diff.Change;
import dev.qmp.qapi.diff.ChangeKind;
import dev.qmp.qapi.diff.SchemaDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is different in another, older version of the schema, by the place where the manual shows it.
 *
 * <p>Thread: immutable once built.
 */
public final class Changes {
    /** The member or value of a path that ends in a feature, such as {@code .arguments.lamp.colour=blue#deprecated}. */
    private static final Pattern CARRIER = Pattern.compile("[.=]([^.=|#()\\[\\]]+)(?:\\[\\])*#");

    private final String against;
    private final List<Change> all;
    private final Map<String, Map<String, Set<Note>>> notes = new HashMap<>();

    /** How something differs; in the order in which one of them stands for several. */
    public enum Kind {
        /** The older version does not have it. */
        NEW("new"),
        /** It is deprecated now. */
        DEPRECATED("now deprecated"),
        /** The older version has it in another form. */
        CHANGED("changed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /**
         * Returns what is said in the margin.
         *
         * @return one or two words
         */
        public String word() {
            return word;
        }
    }

    /**
     * A difference.
     *
     * @param kind how it differs
     * @param text what changed
     */
    public record Note(Kind kind, String text) {}

    private Changes(String against, List<Change> all) {
        this.against = against;
        this.all = List.copyOf(all);
    }

    /**
     * Makes a comparison with nothing.
     *
     * @return no changes
     */
    public static Changes none() {
        return new Changes("", List.of());
    }

    /**
     * Compares two versions.
     *
     * @param against what the manual calls the older version
     * @param older the older version; may be introspection
     * @param newer the version that the manual shows
     * @return the changes
     */
    public static Changes between(String against, Schema older, Schema newer) {
        Changes changes = new Changes(against, SchemaDiff.of(older, newer).changes());
        for (Change change : changes.all) {
            SchemaEntity declaration = change.newer();
            if (declaration != null) {
                changes.add(definition(declaration), change);
            }
        }
        boolean hasNames = older.entities().stream()
                .anyMatch(entity -> !entity.source().file().isEmpty());
        for (SchemaEntity entity : newer.entities()) {
            boolean isType = entity instanceof Type && !entity.isImplicit() && !(entity instanceof BuiltinType);
            if (hasNames && isType && older.type(entity.name()).isEmpty()) {
                changes.add(entity.name(), "", new Note(Kind.NEW, "type added"));
            }
        }
        return changes;
    }

    /** Returns the definition that a declaration belongs to: types without names are their owners'. */
    private static String definition(SchemaEntity declaration) {
        String name = declaration.name();
        int end = name.lastIndexOf('-');
        return name.startsWith("q_obj_") && end > 0 ? name.substring("q_obj_".length(), end) : name;
    }

    private void add(String definition, Change change) {
        String text = change.text();
        switch (change.kind()) {
            case COMMAND_ADDED, EVENT_ADDED, TYPE_ADDED -> add(definition, "", new Note(Kind.NEW, text));
            case MEMBER_ADDED, VALUE_ADDED -> add(definition, change.subject(), new Note(Kind.NEW, text));
            case MEMBER_REMOVED, VALUE_REMOVED, ALTERNATIVE_ADDED, ALTERNATIVE_REMOVED ->
                add(definition, "", new Note(Kind.CHANGED, change.subject() + ": " + text));
            case FEATURE_ADDED, FEATURE_REMOVED -> {
                boolean isDeprecated = change.kind() == ChangeKind.FEATURE_ADDED
                        && change.subject().equals(Feature.DEPRECATED);
                add(definition, carrier(change), new Note(isDeprecated ? Kind.DEPRECATED : Kind.CHANGED, text));
            }
            case COMMAND_REMOVED, EVENT_REMOVED, TYPE_REMOVED -> {
                // The newer version has no place to show it; the page of changes does.
            }
            case FLAG_CHANGED -> add(definition, "", new Note(Kind.CHANGED, text));
            case MADE_OPTIONAL, MADE_MANDATORY, TYPE_CHANGED, TAG_CHANGED, CONDITION_CHANGED -> {
                boolean isWhole = change.subject().equals(change.path().name());
                add(definition, isWhole ? "" : change.subject(), new Note(Kind.CHANGED, text));
            }
        }
    }

    private static String carrier(Change change) {
        Matcher carrier = CARRIER.matcher(change.path().below());
        return carrier.find() ? carrier.group(1) : "";
    }

    private void add(String definition, String member, Note note) {
        notes.computeIfAbsent(definition, key -> new HashMap<>())
                .computeIfAbsent(member, key -> new LinkedHashSet<>())
                .add(note);
    }

    /**
     * Returns what the manual calls the older version.
     *
     * @return its name, null if there is none
     */
    public @Nullable String against() {
        return against.isEmpty() ? null : against;
    }

    /**
     * Returns all changes, of what was removed too.
     *
     * @return the changes sorted by path
     */
    public List<Change> all() {
        return all;
    }

    /**
     * Returns the changes of a place.
     *
     * @param definition a definition's name
     * @param member a member, value or branch of it; empty for the definition itself
     * @return the changes
     */
    public List<Note> of(String definition, String member) {
        Map<String, Set<Note>> members = notes.get(definition);
        Set<Note> found = members == null ? null : members.get(member);
        return found == null ? List.of() : new ArrayList<>(found);
    }
}
