package dev.qmp.qapi.internal.draft;

import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.parse.DocBlock;
import dev.qmp.qapi.internal.parse.Pragmas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entity while a schema is checked.
 *
 * <p>Thread: confined to one compilation.
 */
public abstract sealed class Def permits TypeDef, CommandDef, EventDef {
    private final Head head;

    Def(Head head) {
        this.head = head;
    }

    /**
     * What all entities have.
     *
     * @param site where it is, or what it was made for
     * @param name its name
     * @param module its module
     * @param condition when it exists
     * @param features its features
     * @param doc its documentation, null if there is none
     * @param pragmas the settings that apply to it
     * @param implicit whether the schema does not spell it out
     * @param docBroken whether it had a documentation comment that could not be read
     */
    public record Head(
            Site site,
            String name,
            ModuleKey module,
            Condition condition,
            List<Feature> features,
            @Nullable DocBlock doc,
            Pragmas pragmas,
            boolean implicit,
            boolean docBroken) {
        /** Returns the head of something that is made for this entity. */
        public Head implicit(String otherName) {
            return new Head(site, otherName, module, condition, List.of(), null, pragmas, true, false);
        }
    }

    /** Returns where it is. */
    public final Site site() {
        return head.site;
    }

    /** Returns its name. */
    public final String name() {
        return head.name;
    }

    /** Returns its module. */
    public final ModuleKey module() {
        return head.module;
    }

    /** Returns when it exists. */
    public final Condition condition() {
        return head.condition;
    }

    /** Returns its features. */
    public final List<Feature> features() {
        return head.features;
    }

    /** Returns its documentation, null if there is none. */
    public final @Nullable DocBlock doc() {
        return head.doc;
    }

    /** Returns the settings that apply to it. */
    public final Pragmas pragmas() {
        return head.pragmas;
    }

    /** Tells whether the schema does not spell it out. */
    public final boolean implicit() {
        return head.implicit;
    }

    /** Returns the head, to derive that of something made for this entity. */
    public final Head head() {
        return head;
    }
}
