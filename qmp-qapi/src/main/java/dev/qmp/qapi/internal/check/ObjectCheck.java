package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.SchemaError;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.ObjectDef.State;
import dev.qmp.qapi.internal.draft.PartDef;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks structs and unions: recursion, base, members, then a union's tag and branches.
 *
 * <p>Thread: confined to one compilation.
 */
final class ObjectCheck {
    /** Chains of bases and branches longer than this are refused before they exhaust the stack. */
    private static final int MAX_DEPTH = 500;

    /** What all types may have together, those of bases counted in each: what is made of a schema grows with that. */
    private static final int MOST_MEMBERS = 1 << 20;

    private final Resolver resolver;
    private final UnionCheck unions;
    private int depth;
    private int membersLeft = MOST_MEMBERS;

    ObjectCheck(Draft draft, Resolver resolver) {
        this.resolver = resolver;
        this.unions = new UnionCheck(draft, resolver, this);
    }

    /** Checks a type unless that is done; refuses one that contains itself. */
    void check(ObjectDef type) {
        switch (type.state()) {
            case GOOD -> {
                return;
            }
            case BAD -> throw SchemaError.consequence();
            case CHECKING -> throw type.site().error("object " + type.name() + " contains itself");
            case UNCHECKED -> type.setState(State.CHECKING);
        }
        try {
            if (++depth > MAX_DEPTH) {
                throw type.site().error("object " + type.name() + " is nested too deeply");
            }
            List<PartDef> members = body(type);
            int reached = reached(type);
            if (reached > MAX_DEPTH) {
                throw type.site().error("object " + type.name() + " is nested too deeply");
            }
            type.finish(members, reached);
        } finally {
            depth--;
            if (type.state() != State.GOOD) {
                type.setState(State.BAD);
            }
        }
    }

    private static int reached(ObjectDef type) {
        ObjectDef base = type.base();
        int reached = base == null ? 0 : base.depth();
        for (PartDef branch : type.branches()) {
            reached = Math.max(reached, ((ObjectDef) branch.type()).depth());
        }
        return reached + 1;
    }

    private List<PartDef> body(ObjectDef type) {
        FeatureClashCheck.check(type);
        Clashes clashes = new Clashes();
        List<PartDef> members = new ArrayList<>();
        ObjectDef base = BaseCheck.check(type, resolver);
        if (base != null) {
            check(base);
            count(base.allMembers().size(), type);
            members.addAll(base.allMembers());
            for (PartDef member : members) {
                clashes.add(member, type.site());
            }
        }
        count(type.members().size(), type);
        for (PartDef member : type.members()) {
            resolver.member(member, type);
            FeatureClashCheck.check(member, type.site());
            clashes.add(member, type.site());
            members.add(member);
        }
        if (type.isUnion()) {
            unions.check(type, clashes);
        }
        return members;
    }

    private void count(int members, ObjectDef type) {
        membersLeft -= members;
        if (membersLeft < 0) {
            throw type.site()
                    .error("object " + type.name() + " makes it more than " + MOST_MEMBERS
                            + " members in the schema, with those of bases");
        }
    }
}
