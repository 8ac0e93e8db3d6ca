package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.TypeDef;
import dev.qmp.qapi.internal.draft.TypeRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a union's branches, and supplies the branches of the tag's other values.
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
        PartDef tag = DiscriminatorCheck.check(union, base, draft);
        union.setTag(tag);
        EnumDef values = (EnumDef) tag.type();
        addImplied(union.branches(), values);
        if (union.branches().isEmpty()) {
            throw site.error("union has no branches");
        }
        for (PartDef branch : union.branches()) {
            checkBranch(branch, union, values);
        }
        Set<ObjectDef> seen = new HashSet<>();
        for (PartDef branch : union.branches()) {
            clash((ObjectDef) branch.type(), base, site, seen);
        }
    }

    private void checkBranch(PartDef branch, ObjectDef union, EnumDef values) {
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

    /**
     * Refuses a branch that has, itself or in branches of its own, a member of the base's. Among each other its members are
     * checked already.
     */
    private static void clash(ObjectDef type, Clashes base, Site site, Set<ObjectDef> seen) {
        if (!seen.add(type)) {
            return;
        }
        for (PartDef member : type.allMembers()) {
            base.refuse(member, site);
        }
        for (PartDef branch : type.branches()) {
            clash((ObjectDef) branch.type(), base, site, seen);
        }
    }

    private static void addImplied(List<PartDef> branches, EnumDef values) {
        Set<String> written = new HashSet<>();
        for (PartDef branch : branches) {
            written.add(branch.name());
        }
        for (PartDef value : values.values()) {
            if (!written.contains(value.name())) {
                branches.add(new PartDef(
                        PartDef.Role.BRANCH,
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
