package dev.qmp.qapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A struct or a union: an object on the wire.
 *
 * <p>Thread: immutable once its {@link Schema} is built.
 */
public abstract sealed class ObjectType extends Type permits StructType, UnionType {
    private @Nullable ObjectType base;
    private List<Member> members = List.of();
    private List<Member> allMembers = List.of();

    ObjectType(Header header) {
        super(header);
    }

    /** Sets what refers to other types; called once, bases before derived types. */
    final void link(@Nullable ObjectType linkedBase, List<Member> own) {
        base = linkedBase;
        members = List.copyOf(own);
        if (linkedBase == null) {
            allMembers = members;
        } else {
            List<Member> all = new ArrayList<>(linkedBase.allMembers);
            all.addAll(members);
            allMembers = List.copyOf(all);
        }
    }

    /**
     * Returns the type whose members come first.
     *
     * @return the base, if there is one; an implicit type for a union's inline base
     */
    public final Optional<ObjectType> base() {
        return Optional.ofNullable(base);
    }

    /**
     * Returns the members that the type declares itself.
     *
     * @return the members in written order
     */
    public final List<Member> members() {
        return members;
    }

    /**
     * Returns all members outside branches.
     *
     * @return the members of the outermost base first
     */
    public final List<Member> allMembers() {
        return allMembers;
    }

    /**
     * Returns a member outside branches.
     *
     * @param name its name
     * @return the member, if there is one
     */
    public final Optional<Member> member(String name) {
        for (Member member : allMembers) {
            if (member.name().equals(name)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    @Override
    public final JsonType jsonType() {
        return JsonType.OBJECT;
    }
}
