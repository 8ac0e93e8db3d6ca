package dev.qmp.qapi.validation;

import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepts an object: visits the members of bases first, then its own, then those of the branch that the tag selects; any
 * other member is refused.
 *
 * <p>Thread: immutable once its validator is made.
 */
final class ObjectTypeCheck implements TypeCheck, ContentCheck {
    /**
     * A member.
     *
     * @param name the key
     * @param optional whether it may be absent
     * @param type the check of its value
     * @param refusal why the policy refuses it, null if it does not
     */
    private record MemberCheck(String name, boolean optional, TypeCheck type, CompatPolicy.@Nullable Refusal refusal) {}

    private final boolean takesSurplus;
    private MemberCheck[] members = {};
    private boolean acceptsNone;
    private @Nullable String tag;
    private Map<String, ObjectTypeCheck> branches = Map.of();

    /**
     * Makes a check to be filled.
     *
     * @param takesSurplus whether other members are accepted instead
     */
    ObjectTypeCheck(boolean takesSurplus) {
        this.takesSurplus = takesSurplus;
    }

    void fill(ObjectType type, Configuration configuration, CompatPolicy policy, TypeChecks checks) {
        List<MemberCheck> list = new ArrayList<>();
        for (Member member : type.allMembers()) {
            if (configuration.includes(member.condition())) {
                boolean deprecated = member.hasFeature(Feature.DEPRECATED);
                boolean unstable = member.hasFeature(Feature.UNSTABLE);
                CompatPolicy.Refusal refusal = policy.refusal(deprecated, unstable, "parameter " + member.name())
                        .orElse(null);
                list.add(new MemberCheck(member.name(), member.isOptional(), checks.prepared(member.type()), refusal));
            }
        }
        members = list.toArray(new MemberCheck[0]);
        acceptsNone = list.stream().allMatch(MemberCheck::optional);
        if (type instanceof UnionType union) {
            tag = union.tag().name();
            branches = new HashMap<>();
            for (Variant variant : union.variants()) {
                if (configuration.includes(variant.condition())) {
                    branches.put(variant.name(), (ObjectTypeCheck) checks.prepared(variant.type()));
                }
            }
        }
    }

    @Override
    public @Nullable Fault check(JsonValue value) {
        return value instanceof JsonObject ? null : Fault.wrongType("object");
    }

    @Override
    public @Nullable ContentCheck contents(JsonValue value) {
        return acceptsNone && ((JsonObject) value).isEmpty() ? null : this;
    }

    @Override
    public @Nullable Fault resume(Cursor at) {
        JsonObject object = (JsonObject) at.container;
        int size = object.size();
        ObjectTypeCheck part = at.part == null ? this : at.part;
        while (part != null) {
            at.part = part;
            while (at.next < part.members.length) {
                MemberCheck member = part.members[at.next++];
                // Once every key is found, nothing else can be there: no need to look.
                JsonValue present = at.found < size ? object.get(member.name()) : null;
                Fault fault = checkMember(member, present);
                if (fault != null) {
                    return fault;
                }
                if (present != null) {
                    at.found++;
                    if (at.descend(member.type(), present)) {
                        return null;
                    }
                }
            }
            at.next = 0;
            part = part.branch(object);
        }
        return at.found == size || takesSurplus ? null : surplus(object);
    }

    @Override
    public Fault inItem(Cursor at, Fault fault) {
        return fault.inMember(
                Objects.requireNonNull(at.part).members[at.next - 1].name());
    }

    private static @Nullable Fault checkMember(MemberCheck member, @Nullable JsonValue present) {
        if (present == null && member.optional()) {
            return null;
        }
        CompatPolicy.Refusal refusal = member.refusal();
        if (refusal != null) {
            return Fault.refused(refusal.message(), refusal.crash());
        }
        if (present == null) {
            return Fault.missing(member.name());
        }
        Fault fault = member.type().check(present);
        return fault == null ? null : fault.inMember(member.name());
    }

    /** Returns the branch that the tag selects; the tag itself is checked already. */
    private @Nullable ObjectTypeCheck branch(JsonObject object) {
        return tag != null && object.get(tag) instanceof JsonString string ? branches.get(string.getString()) : null;
    }

    private Fault surplus(JsonObject object) {
        Set<String> known = new HashSet<>();
        for (ObjectTypeCheck part = this; part != null; part = part.branch(object)) {
            for (MemberCheck member : part.members) {
                known.add(member.name());
            }
        }
        String smallest = null;
        for (String key : object.keySet()) {
            if (!known.contains(key) && (smallest == null || key.compareTo(smallest) < 0)) {
                smallest = key;
            }
        }
        return Fault.unexpected(String.valueOf(smallest));
    }
}
