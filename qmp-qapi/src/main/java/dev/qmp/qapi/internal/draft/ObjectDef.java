package dev.qmp.qapi.internal.draft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A struct, a union, or the type of inline arguments or an inline base.
 *
 * <p>Thread: confined to one compilation.
 */
public final class ObjectDef extends TypeDef {
    private final List<PartDef> members;
    private final @Nullable String baseName;
    private final @Nullable String tagName;
    private final List<PartDef> branches;
    private @Nullable ObjectDef base;
    private @Nullable PartDef tag;
    private List<PartDef> allMembers = List.of();
    private int depth;
    private State state = State.UNCHECKED;

    /** How far the check of a type is. */
    public enum State {
        /** Not begun. */
        UNCHECKED,
        /** Begun: coming here again means that the type contains itself. */
        CHECKING,
        /** Done. */
        GOOD,
        /** Refused; what needs it is not to be reported as well. */
        BAD
    }

    private ObjectDef(
            Head head,
            List<PartDef> members,
            @Nullable String baseName,
            @Nullable ObjectDef base,
            @Nullable String tagName,
            List<PartDef> branches) {
        super(head);
        this.members = members;
        this.baseName = baseName;
        this.base = base;
        this.tagName = tagName;
        this.branches = new ArrayList<>(branches);
    }

    /** Makes a struct or an implicit type. */
    public static ObjectDef struct(Head head, @Nullable String baseName, List<PartDef> members) {
        return new ObjectDef(head, members, baseName, null, null, List.of());
    }

    /** Makes a union with a named or an inline base. */
    public static ObjectDef union(
            Head head, @Nullable String baseName, @Nullable ObjectDef base, String tagName, List<PartDef> branches) {
        return new ObjectDef(head, List.of(), baseName, base, tagName, branches);
    }

    /** Returns the members it declares itself. */
    public List<PartDef> members() {
        return members;
    }

    /** Returns the base's name, null if there is none or it is inline. */
    public @Nullable String baseName() {
        return baseName;
    }

    /** Returns the base, null if there is none or it is not looked up yet. */
    public @Nullable ObjectDef base() {
        return base;
    }

    /** Sets the base. */
    public void setBase(ObjectDef resolved) {
        base = resolved;
    }

    /** Tells whether this is a union. */
    public boolean isUnion() {
        return tagName != null;
    }

    /** Returns the name of a union's tag, null for a struct. */
    public @Nullable String tagName() {
        return tagName;
    }

    /** Returns the tag, null for a struct or before the check. */
    public @Nullable PartDef tag() {
        return tag;
    }

    /** Sets the tag. */
    public void setTag(PartDef resolved) {
        tag = resolved;
    }

    /** Returns a union's branches, to which the check adds the implied ones. */
    public List<PartDef> branches() {
        return branches;
    }

    /** Returns the members outside branches, those of bases first; empty before the check. */
    public List<PartDef> allMembers() {
        return allMembers;
    }

    /** Returns how many bases and branches its definition reaches through at most; 0 before the check. */
    public int depth() {
        return depth;
    }

    /** Ends the check with the members found and the depth. */
    public void finish(List<PartDef> all, int reached) {
        allMembers = all;
        depth = reached;
        state = State.GOOD;
    }

    /** Returns how far the check is. */
    public State state() {
        return state;
    }

    /** Says how far the check is. */
    public void setState(State next) {
        state = next;
    }

    @Override
    public String describe() {
        return (isUnion() ? "union type '" : "struct type '") + name() + "'";
    }
}
