package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.StructType;
import dev.qmp.qapi.UnionType;
import org.jspecify.annotations.Nullable;

/** The kinds of definitions. */
public enum Kind {
    /** Something a client may ask for. */
    COMMAND("command", "Commands"),
    /** Something a server may tell. */
    EVENT("event", "Events"),
    /** An object with fixed members. */
    STRUCT("struct", "Structs"),
    /** An object whose tag decides on members. */
    UNION("union", "Unions"),
    /** A string out of a list. */
    ENUM("enum", "Enumerations"),
    /** A value of one of several types. */
    ALTERNATE("alternate", "Alternates");

    private final String word;
    private final String plural;

    Kind(String word, String plural) {
        this.word = word;
        this.plural = plural;
    }

    /**
     * Returns the word for one such definition, which is the schema language's.
     *
     * @return the word
     */
    public String word() {
        return word;
    }

    /**
     * Returns the title of a list of such definitions.
     *
     * @return the title
     */
    public String plural() {
        return plural;
    }

    /**
     * Tells whether it is a kind of type.
     *
     * @return whether it is neither a command nor an event
     */
    public boolean isType() {
        return this != COMMAND && this != EVENT;
    }

    /** Returns the kind of an entity, null if the entity is nothing that a schema's author writes. */
    static @Nullable Kind of(SchemaEntity entity) {
        if (entity.isImplicit() || entity instanceof BuiltinType || entity instanceof ArrayType) {
            return null;
        }
        if (entity instanceof Command) {
            return COMMAND;
        }
        if (entity instanceof Event) {
            return EVENT;
        }
        if (entity instanceof StructType) {
            return STRUCT;
        }
        if (entity instanceof UnionType) {
            return UNION;
        }
        if (entity instanceof EnumType) {
            return ENUM;
        }
        return entity instanceof AlternateType ? ALTERNATE : null;
    }
}
