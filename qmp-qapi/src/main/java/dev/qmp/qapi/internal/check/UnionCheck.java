package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.MemberDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.TypeDef;
import dev.qmp.qapi.internal.draft.TypeRef;
import java.util.List;

/**
 * Checks a union's branches, and supplies those of the tag's values that nobody wrote.
 *
 * <p>Thread: confined to one compilation.
 */
final class UnionCheck {
    private final Draft draft;
    private final Resolver resolver;
    private final ObjectCheck objects;

    UnionCheck(Draft draft, Resolver resolver, ObjectCheck objects) {
        this.draft = draft;
        this.resolver = resolver;
        this.objects = objects;
    }

    void check(ObjectDef union, Clashes base) {
        Site site = union.site();
        MemberDef tag = DiscriminatorCheck.check(union, base, draft);
        union.setTag(tag);
        EnumDef values = (EnumDef) tag.type();
        addImplied(union.branches(), values);
        if (union.branches().isEmpty()) {
            throw site.error("union has no branches");
        }
        for (MemberDef branch : union.branches()) {
            checkBranch(branch, union, values);
        }
        for (MemberDef branch : union.branches()) {
            Clashes scope = base.fork();
            clash((ObjectDef) branch.type(), scope, site, 0);
        }
    }

    private void checkBranch(MemberDef branch, ObjectDef union, EnumDef values) {
        Site site = union.site();
        if (branch.implied()) {
            branch.setType(draft.empty());
            return;
        }
        resolver.member(branch, union);
        if (!values.has(branch.name())) {
            throw site.error("branch '" + branch.name() + "' is not a value of " + values.describe());
        }
        TypeDef type = branch.type();
        if (!(type instanceof ObjectDef object)) {
            throw site.error("branch '" + branch.name() + "' cannot use " + type.describe());
        }
        objects.check(object);
    }

    /** Adds a branch's members to a scope, and those of each of its own branches to a scope of its own. */
    private static void clash(ObjectDef type, Clashes scope, Site site, int depth) {
        if (depth > ObjectCheck.MAX_DEPTH) {
            throw site.error("object " + site.name() + " is nested too deeply");
        }
        for (MemberDef member : type.allMembers()) {
            scope.add(member, site);
        }
        for (MemberDef branch : type.branches()) {
            clash((ObjectDef) branch.type(), scope.fork(), site, depth + 1);
        }
    }

    private static void addImplied(List<MemberDef> branches, EnumDef values) {
        int written = branches.size();
        for (MemberDef value : values.values()) {
            boolean covered = false;
            for (int i = 0; i < written && !covered; i++) {
                covered = branches.get(i).name().equals(value.name());
            }
            if (!covered) {
                branches.add(new MemberDef(
                        MemberDef.Role.BRANCH,
                        value.name(),
                        new TypeRef("q_empty", false),
                        false,
                        value.condition(),
                        List.of(),
                        true));
            }
        }
    }
}
