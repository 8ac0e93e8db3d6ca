package dev.qmp.qapi.validation;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.ArrayType;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the hidden members out of values of one type, at any depth: what is half done waits on the heap, not on the stack.
 *
 * <p>Thread: immutable once its factory has returned it.
 */
final class HiddenMembers {
    private final Set<String> hidden = new HashSet<>();
    private final Map<String, HiddenMembers> members = new HashMap<>();
    private final Map<String, HiddenMembers> branches = new HashMap<>();
    private @Nullable String tag;
    private @Nullable HiddenMembers elements;
    private @Nullable HiddenMembers object;

    /** Whether anything is hidden, in values of the type itself or in what they contain. */
    private boolean hides;

    private HiddenMembers() {}

    /** Returns a value without what is hidden; the same value if nothing is. */
    JsonValue removeFrom(JsonValue value) {
        JsonValue kept = value;
        Copy at = copy(null, value);
        while (at != null) {
            Copy inner = at.resume();
            if (inner != null) {
                at = inner;
            } else {
                kept = at.result();
                at = at.outer;
                if (at != null) {
                    at.add(kept);
                }
            }
        }
        return kept;
    }

    /** Begins to copy a container, null for what contains nothing to hide. */
    private @Nullable Copy copy(@Nullable Copy outer, JsonValue value) {
        if (hides && value instanceof JsonObject given) {
            return new ObjectCopy(outer, object == null ? this : object, given);
        }
        return hides && value instanceof JsonArray array && elements != null
                ? new ArrayCopy(outer, elements, array)
                : null;
    }

    private boolean hides(String name, JsonObject given) {
        for (HiddenMembers part = this; part != null; part = part.branch(given)) {
            if (part.hidden.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable HiddenMembers inner(String name, JsonObject given) {
        for (HiddenMembers part = this; part != null; part = part.branch(given)) {
            HiddenMembers inner = part.members.get(name);
            if (inner != null) {
                return inner;
            }
        }
        return null;
    }

    private @Nullable HiddenMembers branch(JsonObject given) {
        return tag != null && given.get(tag) instanceof JsonString value ? branches.get(value.getString()) : null;
    }

    /** A container that is being copied. */
    private abstract static class Copy {
        final @Nullable Copy outer;
        boolean changed;
        private JsonValue item = JsonValue.NULL;

        Copy(@Nullable Copy outer) {
            this.outer = outer;
        }

        /** Copies items up to the end, or to one that is a container with something to hide; returns the copy of that. */
        abstract @Nullable Copy resume();

        abstract void append(JsonValue kept);

        abstract JsonValue result();

        final @Nullable Copy take(@Nullable HiddenMembers inner, JsonValue next) {
            item = next;
            Copy copy = inner == null ? null : inner.copy(this, next);
            if (copy == null) {
                append(next);
            }
            return copy;
        }

        final void add(JsonValue kept) {
            changed |= kept != item;
            append(kept);
        }
    }

    private static final class ArrayCopy extends Copy {
        private final HiddenMembers each;
        private final JsonArray given;
        private final JsonArrayBuilder result = JsonValues.array();
        private int next;

        ArrayCopy(@Nullable Copy outer, HiddenMembers each, JsonArray given) {
            super(outer);
            this.each = each;
            this.given = given;
        }

        @Override
        @Nullable
        Copy resume() {
            Copy inner = null;
            while (inner == null && next < given.size()) {
                inner = take(each, given.get(next++));
            }
            return inner;
        }

        @Override
        void append(JsonValue kept) {
            result.add(kept);
        }

        @Override
        JsonValue result() {
            return changed ? result.build() : given;
        }
    }

    private static final class ObjectCopy extends Copy {
        private final HiddenMembers type;
        private final JsonObject given;
        private final Iterator<Map.Entry<String, JsonValue>> rest;
        private final JsonObjectBuilder result = JsonValues.object();
        private String name = "";

        ObjectCopy(@Nullable Copy outer, HiddenMembers type, JsonObject given) {
            super(outer);
            this.type = type;
            this.given = given;
            this.rest = given.entrySet().iterator();
        }

        @Override
        @Nullable
        Copy resume() {
            Copy inner = null;
            while (inner == null && rest.hasNext()) {
                Map.Entry<String, JsonValue> member = rest.next();
                name = member.getKey();
                if (type.hides(name, given)) {
                    changed = true;
                } else {
                    inner = take(type.inner(name, given), member.getValue());
                }
            }
            return inner;
        }

        @Override
        void append(JsonValue kept) {
            result.add(name, kept);
        }

        @Override
        JsonValue result() {
            return changed ? result.build() : given;
        }
    }

    /**
     * Finds out what is hidden in types.
     *
     * <p>Thread: confined to the making of a filter.
     */
    static final class Factory {
        private final CompatPolicy policy;
        private final Map<Type, HiddenMembers> known = new HashMap<>();
        private final Map<HiddenMembers, List<HiddenMembers>> users = new HashMap<>();
        private final Deque<Type> unfilled = new ArrayDeque<>();

        /** Makes a factory. */
        Factory(CompatPolicy policy) {
            this.policy = policy;
        }

        /** Returns what is hidden in a type; empty if nothing is. */
        Optional<HiddenMembers> of(Type type) {
            HiddenMembers made = prepared(type);
            for (Type next = unfilled.poll(); next != null; next = unfilled.poll()) {
                fill(prepared(next), next);
            }
            return made.hides ? Optional.of(made) : Optional.empty();
        }

        private HiddenMembers prepared(Type type) {
            HiddenMembers made = known.get(type);
            if (made == null) {
                made = new HiddenMembers();
                known.put(type, made);
                unfilled.add(type);
            }
            return made;
        }

        /** Returns what is hidden in a type that another one contains. */
        private HiddenMembers prepared(Type type, HiddenMembers user) {
            HiddenMembers made = prepared(type);
            users.computeIfAbsent(made, used -> new ArrayList<>()).add(user);
            if (made.hides) {
                mark(user);
            }
            return made;
        }

        /** Notes that a type hides something, and so do those that contain it. */
        private void mark(HiddenMembers hiding) {
            Deque<HiddenMembers> marked = new ArrayDeque<>(List.of(hiding));
            for (HiddenMembers next = marked.poll(); next != null; next = marked.poll()) {
                if (!next.hides) {
                    next.hides = true;
                    marked.addAll(users.getOrDefault(next, List.of()));
                }
            }
        }

        private void fill(HiddenMembers made, Type type) {
            if (type instanceof ArrayType array) {
                made.elements = prepared(array.element(), made);
            } else if (type instanceof AlternateType alternate) {
                for (Alternative branch : alternate.alternatives()) {
                    if (branch.type() instanceof ArrayType array) {
                        made.elements = prepared(array.element(), made);
                    } else if (branch.type() instanceof ObjectType) {
                        made.object = prepared(branch.type(), made);
                    }
                }
            } else if (type instanceof ObjectType given) {
                for (Member member : given.allMembers()) {
                    if (policy.hides(member.hasFeature(Feature.DEPRECATED), member.hasFeature(Feature.UNSTABLE))) {
                        made.hidden.add(member.name());
                        mark(made);
                    } else {
                        made.members.put(member.name(), prepared(member.type(), made));
                    }
                }
                if (given instanceof UnionType union) {
                    made.tag = union.tag().name();
                    for (Variant variant : union.variants()) {
                        made.branches.put(variant.name(), prepared(variant.type(), made));
                    }
                }
            }
        }
    }
}
