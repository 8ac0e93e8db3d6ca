package dev.qmp.qapi;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something a schema declares: a type, a command or an event.
 *
 * <p>Thread: immutable once its {@link Schema} is built.
 */
public abstract sealed class SchemaEntity permits Type, Command, Event {
    private final Header header;

    SchemaEntity(Header header) {
        this.header = header;
    }

    /**
     * What all entities have.
     *
     * @param name the name
     * @param condition when it exists
     * @param features its features
     * @param doc its documentation, null if there is none
     * @param source where it is declared
     * @param module the module it belongs to
     * @param implicit whether the schema does not spell it out
     */
    public record Header(
            String name,
            Condition condition,
            List<Feature> features,
            @Nullable Doc doc,
            SourceInfo source,
            String module,
            boolean implicit) {}

    /**
     * Returns the name, which is unique in the schema.
     *
     * @return the name
     */
    public final String name() {
        return header.name;
    }

    /**
     * Returns when the entity exists.
     *
     * @return the condition, {@link Condition#always()} if it has none
     */
    public final Condition condition() {
        return header.condition;
    }

    /**
     * Returns the features, those of conditions that do not hold included.
     *
     * @return the features in written order
     */
    public final List<Feature> features() {
        return header.features;
    }

    /**
     * Tells whether the entity lists a feature.
     *
     * @param feature the feature's name
     * @return whether it does
     */
    public final boolean hasFeature(String feature) {
        return Feature.isIn(header.features, feature);
    }

    /**
     * Returns the documentation.
     *
     * @return the documentation; empty if there is none or documentation comments were ignored
     */
    public final Optional<Doc> doc() {
        return Optional.ofNullable(header.doc);
    }

    /**
     * Returns where the entity is declared; for an implicit one, what it was made for.
     *
     * @return the place, {@link SourceInfo#NONE} for predefined and introspected entities
     */
    public final SourceInfo source() {
        return header.source;
    }

    /**
     * Returns the name of the module the entity belongs to: a file's path relative to the root's directory.
     *
     * @return the module's name, {@code ./builtin} for predefined entities
     */
    public final String module() {
        return header.module;
    }

    /**
     * Tells whether the schema does not spell this entity out: predefined types, arrays, inline arguments and bases.
     *
     * @return whether it is implicit
     */
    public final boolean isImplicit() {
        return header.implicit;
    }

    /**
     * Describes the entity as diagnostics do, such as {@code struct type 'Point'} or {@code command 'stop'}.
     *
     * @return the description
     */
    public abstract String describe();

    @Override
    public final String toString() {
        return describe();
    }
}
