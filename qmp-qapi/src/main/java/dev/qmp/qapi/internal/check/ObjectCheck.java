package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.SchemaError;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.MemberDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.ObjectDef.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks structs and unions: recursion, base, members, then a union's tag and branches.
 *
 * <p>Thread: confined to one compilation.
 */
final class ObjectCheck {
    /** Chains of bases and branches longer than this are refused before they exhaust the stack. */
    static final int MAX_DEPTH = 500;

    private final Resolver resolver;
    private final UnionCheck unions;
    private int depth;

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
            case BAD -> throw new SchemaError(null);
            case CHECKING -> throw type.site().error("object " + type.name() + " contains itself");
            case UNCHECKED -> type.setState(State.CHECKING);
        }
        try {
            if (++depth > MAX_DEPTH) {
                throw type.site().error("object " + type.name() + " is nested too deeply");
            }
            type.finish(body(type));
        } finally {
            depth--;
            if (type.state() != State.GOOD) {
                type.setState(State.BAD);
            }
        }
    }

    private List<MemberDef> body(ObjectDef type) {
        FeatureClashCheck.check(type);
        Clashes clashes = new Clashes();
        List<MemberDef> members = new ArrayList<>();
        ObjectDef base = BaseCheck.check(type, resolver);
        if (base != null) {
            check(base);
            members.addAll(base.allMembers());
            for (MemberDef member : members) {
                clashes.add(member, type.site());
            }
        }
        for (MemberDef member : type.members()) {
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
}
