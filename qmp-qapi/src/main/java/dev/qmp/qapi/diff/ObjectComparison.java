package dev.qmp.qapi.diff;

import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.UnionType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares objects by the members that they have on the wire: it does not matter which base declares one, nor whether the base
 * of a union does or each of its branches.
 *
 * <p>Thread: confined to one comparison.
 */
final class ObjectComparison {
    private final Comparison out;
    private final TypeComparison types;
    private final Version older;
    private final Version newer;
    private final Rules rules;
    private final TypePair.Flow flow;

    ObjectComparison(Comparison out, TypeComparison types, TypePair.Flow flow) {
        this.out = out;
        this.types = types;
        this.older = out.context().older();
        this.newer = out.context().newer();
        this.rules = out.context().rules();
        this.flow = flow;
    }

    void compare(ObjectType left, ObjectType right, Place at) {
        compare(left, older.members(left), right, newer.members(right), at);
    }

    /** Compares two objects whose members outside branches are given. */
    private void compare(
            ObjectType left, Map<String, Member> before, ObjectType right, Map<String, Member> after, Place at) {
        String tag = tag(left, right, at);
        Map<String, EnumValue> values = Map.of();
        Map<String, EnumValue> others = Map.of();
        if (tag != null && before.containsKey(tag) && after.containsKey(tag)) {
            values = older.values(before.get(tag).type());
            others = newer.values(after.get(tag).type());
            values.keySet().retainAll(others.keySet());
        }
        Map<String, Member> movedIn = only(before, after, newer, right, values);
        Map<String, Member> movedOut = only(after, before, older, left, values);
        members(before, movedIn, after, movedOut, at);
        for (EnumValue value : values.values()) {
            Place branch = at.then("(" + tag + '=' + value.name() + ')', older.isUnstable(value.features()));
            ObjectType from = older.branch(left, value.name());
            ObjectType to = newer.branch(right, value.name());
            if (movedIn.isEmpty() && movedOut.isEmpty()) {
                if (!(from.equals(older.schema().emptyType())
                        && to.equals(newer.schema().emptyType()))) {
                    out.lead(branch, new TypePair(from, to, flow));
                }
            } else {
                compare(from, joined(movedIn, older.members(from)), to, joined(movedOut, newer.members(to)), branch);
            }
        }
    }

    /** Returns the name of the tag that both sides can be read by, null if there is none. */
    private @Nullable String tag(ObjectType left, ObjectType right, Place at) {
        String before = left instanceof UnionType union ? union.tag().name() : null;
        String after = right instanceof UnionType union ? union.tag().name() : null;
        if (before == null || after == null) {
            return before == null ? after : before;
        }
        if (!before.equals(after)) {
            String text = "the branch is chosen by '" + after + "', no longer by '" + before + "'";
            out.add(ChangeKind.TAG_CHANGED, at, after, text, rules.tagChanged());
            return null;
        }
        return after;
    }

    /** Returns the members that one side has outside branches and the other in some of its branches. */
    private static Map<String, Member> only(
            Map<String, Member> members,
            Map<String, Member> others,
            Version version,
            ObjectType union,
            Map<String, EnumValue> values) {
        Map<String, Member> moved = new LinkedHashMap<>();
        if (union instanceof UnionType && !values.isEmpty()) {
            members.forEach((name, member) -> {
                if (!others.containsKey(name) && isInBranch(name, version, union, values)) {
                    moved.put(name, member);
                }
            });
        }
        return moved;
    }

    private static boolean isInBranch(String name, Version version, ObjectType union, Map<String, EnumValue> values) {
        for (String value : values.keySet()) {
            if (version.members(version.branch(union, value)).containsKey(name)) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Member> joined(Map<String, Member> base, Map<String, Member> branch) {
        Map<String, Member> all = new LinkedHashMap<>(base);
        all.putAll(branch);
        return all;
    }

    private void members(
            Map<String, Member> before,
            Map<String, Member> movedIn,
            Map<String, Member> after,
            Map<String, Member> movedOut,
            Place at) {
        before.forEach((name, member) -> {
            Member other = after.get(name);
            Place here = at.then('.' + name, older.isUnstable(member.features()))
                    .in(
                            older.declaration(member, at.older()),
                            other == null ? at.newer() : newer.declaration(other, at.newer()));
            if (other != null) {
                member(member, other, here);
            } else if (!movedIn.containsKey(name)) {
                String text = "member" + TypeDescriptions.removed(older, member.features());
                out.add(ChangeKind.MEMBER_REMOVED, here, name, text, rules.memberRemoved(flow, member.isOptional()));
            }
        });
        after.forEach((name, member) -> {
            if (!before.containsKey(name) && !movedOut.containsKey(name)) {
                Place here = at.then('.' + name).in(at.older(), newer.declaration(member, at.newer()));
                String text = (member.isOptional() ? "optional" : "mandatory") + " member"
                        + TypeDescriptions.added(newer, member.features());
                Ruling ruling = rules.memberAdded(flow, member.isOptional());
                boolean unstable = newer.isUnstable(member.features());
                out.add(ChangeKind.MEMBER_ADDED, here, name, text, rules.added(ruling, unstable));
            }
        });
    }

    private void member(Member left, Member right, Place at) {
        if (left.isOptional() && !right.isOptional()) {
            out.add(ChangeKind.MADE_MANDATORY, at, left.name(), "now mandatory", rules.madeMandatory(flow));
        } else if (!left.isOptional() && right.isOptional()) {
            out.add(ChangeKind.MADE_OPTIONAL, at, left.name(), "now optional", rules.madeOptional(flow));
        }
        out.features(left.features(), right.features(), at);
        out.conditions(
                left.condition(),
                right.condition(),
                at,
                left.name(),
                rules.memberRemoved(flow, left.isOptional()),
                rules.memberAdded(flow, right.isOptional()));
        types.used(left.type(), right.type(), at, left.name());
    }
}
