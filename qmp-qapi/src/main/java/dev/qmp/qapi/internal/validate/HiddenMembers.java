package dev.qmp.qapi.internal.validate;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.CompatPolicy;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the hidden members out of values of one type; one instance for each type that has any, itself or in what it
 * contains.
 *
 * <p>Thread: immutable once its factory has returned it.
 */
public final class HiddenMembers {
    private final Set<String> hidden = new HashSet<>();
    private final Map<String, HiddenMembers> members = new HashMap<>();
    private final Map<String, HiddenMembers> branches = new HashMap<>();
    private @Nullable String tag;
    private @Nullable HiddenMembers elements;
    private @Nullable HiddenMembers object;

    private HiddenMembers() {}

    /** Returns a value without what is hidden; the same value if nothing is. */
    public JsonValue removeFrom(JsonValue value) {
        if (value instanceof JsonObject given) {
            return (object == null ? this : object).removeFromObject(given);
        }
        return value instanceof JsonArray array && elements != null ? removeFromArray(array, elements) : value;
    }

    private static JsonValue removeFromArray(JsonArray array, HiddenMembers each) {
        JsonArrayBuilder result = JsonValues.array();
        boolean changed = false;
        for (JsonValue element : array) {
            JsonValue kept = each.removeFrom(element);
            changed |= kept != element;
            result.add(kept);
        }
        return changed ? result.build() : array;
    }

    private JsonObject removeFromObject(JsonObject given) {
        JsonObjectBuilder result = JsonValues.object();
        boolean changed = false;
        for (Map.Entry<String, JsonValue> entry : given.entrySet()) {
            String name = entry.getKey();
            if (hides(name, given)) {
                changed = true;
                continue;
            }
            HiddenMembers inner = inner(name, given);
            JsonValue kept = inner == null ? entry.getValue() : inner.removeFrom(entry.getValue());
            changed |= kept != entry.getValue();
            result.add(name, kept);
        }
        return changed ? result.build() : given;
    }

    private boolean hides(String name, JsonObject given) {
        HiddenMembers branch = branch(given);
        return hidden.contains(name) || (branch != null && branch.hides(name, given));
    }

    private @Nullable HiddenMembers inner(String name, JsonObject given) {
        HiddenMembers own = members.get(name);
        HiddenMembers branch = branch(given);
        return own != null || branch == null ? own : branch.inner(name, given);
    }

    private @Nullable HiddenMembers branch(JsonObject given) {
        return tag != null && given.get(tag) instanceof JsonString value ? branches.get(value.getString()) : null;
    }

    /**
     * Finds out what is hidden in types.
     *
     * <p>Thread: confined to the making of a filter.
     */
    public static final class Factory {
        private final CompatPolicy policy;
        private final Map<Type, HiddenMembers> known = new HashMap<>();

        /** Makes a factory. */
        public Factory(CompatPolicy policy) {
            this.policy = policy;
        }

        /** Returns what is hidden in a type; empty if nothing is. */
        public Optional<HiddenMembers> of(Type type) {
            return reachesHidden(type, new HashSet<>()) ? Optional.of(make(type)) : Optional.empty();
        }

        private boolean hides(Member member) {
            return policy.hides(member.hasFeature(Feature.DEPRECATED), member.hasFeature(Feature.UNSTABLE));
        }

        private boolean reachesHidden(Type type, Set<Type> seen) {
            if (!seen.add(type)) {
                return false;
            }
            boolean found = false;
            if (type instanceof ArrayType array) {
                found = reachesHidden(array.element(), seen);
            } else if (type instanceof AlternateType alternate) {
                for (Alternative branch : alternate.alternatives()) {
                    found |= reachesHidden(branch.type(), seen);
                }
            } else if (type instanceof ObjectType given) {
                for (Member member : given.allMembers()) {
                    found |= hides(member) || reachesHidden(member.type(), seen);
                }
                if (given instanceof UnionType union) {
                    for (Variant variant : union.variants()) {
                        found |= reachesHidden(variant.type(), seen);
                    }
                }
            }
            return found;
        }

        private HiddenMembers make(Type type) {
            HiddenMembers made = known.get(type);
            if (made == null) {
                made = new HiddenMembers();
                known.put(type, made);
                fill(made, type);
            }
            return made;
        }

        private void fill(HiddenMembers made, Type type) {
            if (type instanceof ArrayType array) {
                made.elements = make(array.element());
            } else if (type instanceof AlternateType alternate) {
                for (Alternative branch : alternate.alternatives()) {
                    if (branch.type() instanceof ArrayType array) {
                        made.elements = make(array.element());
                    } else if (branch.type() instanceof ObjectType) {
                        made.object = make(branch.type());
                    }
                }
            } else if (type instanceof ObjectType given) {
                for (Member member : given.allMembers()) {
                    if (hides(member)) {
                        made.hidden.add(member.name());
                    } else {
                        of(member.type()).ifPresent(inner -> made.members.put(member.name(), inner));
                    }
                }
                if (given instanceof UnionType union) {
                    made.tag = union.tag().name();
                    for (Variant variant : union.variants()) {
                        of(variant.type()).ifPresent(inner -> made.branches.put(variant.name(), inner));
                    }
                }
            }
        }
    }
}
