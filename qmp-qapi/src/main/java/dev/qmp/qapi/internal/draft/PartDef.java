package dev.qmp.qapi.internal.draft;

import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.diag.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named part of a definition while a schema is checked: a member, parameter, branch, value or feature, as its role says.
 *
 * <p>Thread: confined to one compilation.
 */
public final class PartDef {
    private final Role role;
    private final String name;
    private final TypeRef ref;
    private final boolean optional;
    private final Condition condition;
    private final List<Feature> features;
    private final boolean implied;
    private Owner owner = Owner.NONE;
    private @Nullable TypeDef type;

    /** What a part is, as diagnostics call it. */
    public enum Role {
        /** A member of a struct. */
        MEMBER("member"),
        /** An argument of a command or a datum of an event, written in place. */
        PARAMETER("parameter"),
        /** A member of a union's base that is written in place. */
        BASE_MEMBER("base member"),
        /** A branch of a union or alternate. */
        BRANCH("branch"),
        /** A value of an enumeration. */
        VALUE("value"),
        /** A feature. */
        FEATURE("feature");

        private final String word;

        Role(String word) {
            this.word = word;
        }
    }

    /**
     * The definition that a part is in.
     *
     * @param meta {@code type} or {@code command}
     * @param name the definition's name
     */
    public record Owner(String meta, String name) {
        static final Owner NONE = new Owner("", "");
    }

    /** Makes a part. */
    public PartDef(
            Role role,
            String name,
            TypeRef ref,
            boolean optional,
            Condition condition,
            List<Feature> features,
            boolean implied) {
        this.role = role;
        this.name = name;
        this.ref = ref;
        this.optional = optional;
        this.condition = condition;
        this.features = features;
        this.implied = implied;
    }

    /** Makes a part that has only a name. */
    public static PartDef bare(Role role, String name, Owner owner) {
        PartDef part = new PartDef(role, name, new TypeRef("", false), false, Condition.always(), List.of(), false);
        part.owner = owner;
        return part;
    }

    /** Returns the name on the wire. */
    public String name() {
        return name;
    }

    /** Returns the type as written. */
    public TypeRef ref() {
        return ref;
    }

    /** Tells whether it may be absent. */
    public boolean optional() {
        return optional;
    }

    /** Returns when it exists. */
    public Condition condition() {
        return condition;
    }

    /** Returns its features. */
    public List<Feature> features() {
        return features;
    }

    /** Tells whether the schema does not spell it out. */
    public boolean implied() {
        return implied;
    }

    /** Returns the name of the definition it is in. */
    public String definedIn() {
        return owner.name;
    }

    /** Says which definition it is in. */
    public void setOwner(Owner definition) {
        owner = definition;
    }

    /** Returns the resolved type. */
    public TypeDef type() {
        if (type == null) {
            throw new IllegalStateException("type of " + name + " is not resolved");
        }
        return type;
    }

    /** Sets the resolved type. */
    public void setType(TypeDef resolved) {
        type = resolved;
    }

    /** Describes the part as seen from a definition. */
    public String describe(Site from) {
        String text = role.word + " '" + name + "'";
        return owner.name.equals(from.name()) ? text : text + " of " + owner.meta + " '" + owner.name + "'";
    }
}
