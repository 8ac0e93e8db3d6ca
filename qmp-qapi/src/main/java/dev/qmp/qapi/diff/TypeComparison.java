package dev.qmp.qapi.diff;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.JsonType;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Compares types that stand in the same place, whatever their names.
 *
 * <p>Thread: confined to one comparison.
 */
final class TypeComparison {
    private final Comparison out;
    private final Version older;
    private final Version newer;
    private final Rules rules;
    private final TypePair.Flow flow;

    TypeComparison(Comparison out, TypePair.Flow flow) {
        this.out = out;
        this.older = out.context().older();
        this.newer = out.context().newer();
        this.rules = out.context().rules();
        this.flow = flow;
    }

    /** Compares two types where they are used; objects, enumerations and alternates are left for later. */
    void used(Type left, Type right, Place at, String subject) {
        if (left instanceof ArrayType before && right instanceof ArrayType after) {
            used(before.element(), after.element(), at.then("[]"), "");
        } else if (areAlike(left, right)) {
            out.lead(at, new TypePair(left, right, flow));
        } else if (!TypeDescriptions.canonical(left, out.context())
                .equals(TypeDescriptions.canonical(right, out.context()))) {
            changed(left, right, at, subject);
        }
    }

    private static boolean areAlike(Type left, Type right) {
        if (isAny(left) || isAny(right)) {
            return false;
        }
        return left instanceof AlternateType
                || right instanceof AlternateType
                || (left instanceof ObjectType && right instanceof ObjectType)
                || (left instanceof EnumType && right instanceof EnumType);
    }

    /** Compares what two types consist of. */
    void inside(Type left, Type right) {
        Place at = new Place("", false, older.owner(left), newer.owner(right));
        if (left instanceof EnumType before && right instanceof EnumType after) {
            enumerations(before, after, at);
        } else if (left instanceof ObjectType before && right instanceof ObjectType after) {
            new ObjectComparison(out, this, flow).compare(before, after, at);
        } else {
            alternates(left, right, at);
        }
        out.features(left.features(), right.features(), at);
    }

    private void changed(Type left, Type right, Place at, String subject) {
        boolean forward = accepts(right, left);
        boolean backward = accepts(left, right);
        // What old clients send meets new servers, and what new servers send meets old clients.
        boolean clients = flow == TypePair.Flow.REQUEST ? forward : backward;
        boolean servers = flow == TypePair.Flow.REQUEST ? backward : forward;
        String text = TypeDescriptions.of(left, out.context()) + " became " + TypeDescriptions.of(right, out.context());
        out.add(ChangeKind.TYPE_CHANGED, at, subject, text, rules.typeChanged(clients, servers, flow));
    }

    /** Tells whether a receiver of one type takes every value of another, of a different kind. */
    private static boolean accepts(Type receiver, Type sender) {
        if (isAny(receiver)) {
            return true;
        }
        if (receiver instanceof BuiltinType to && sender instanceof BuiltinType from) {
            boolean number = to.kind() == BuiltinType.Kind.NUMBER && from.jsonType() == JsonType.INT;
            boolean integers = to.jsonType() == JsonType.INT && from.jsonType() == JsonType.INT;
            return number || (integers && Ranges.contains(to.kind(), from.kind()));
        }
        return receiver.jsonType() == JsonType.STRING && receiver instanceof BuiltinType && sender instanceof EnumType;
    }

    private static boolean isAny(Type type) {
        return type instanceof BuiltinType builtin && builtin.kind() == BuiltinType.Kind.ANY;
    }

    private void enumerations(EnumType left, EnumType right, Place at) {
        Map<String, EnumValue> before = older.values(left);
        Map<String, EnumValue> after = newer.values(right);
        before.forEach((name, value) -> {
            Place here = at.then('=' + name, older.isUnstable(value.features()));
            EnumValue other = after.get(name);
            if (other == null) {
                out.add(
                        ChangeKind.VALUE_REMOVED,
                        here,
                        name,
                        "value" + TypeDescriptions.removed(older, value.features()),
                        rules.valueRemoved(flow));
            } else {
                out.features(value.features(), other.features(), here);
                out.conditions(
                        value.condition(),
                        other.condition(),
                        here,
                        name,
                        rules.valueRemoved(flow),
                        rules.valueAdded(flow));
            }
        });
        after.forEach((name, value) -> {
            if (!before.containsKey(name)) {
                String text = "value" + TypeDescriptions.added(newer, value.features());
                Ruling ruling = rules.added(rules.valueAdded(flow), newer.isUnstable(value.features()));
                out.add(ChangeKind.VALUE_ADDED, at.then('=' + name), name, text, ruling);
            }
        });
    }

    private void alternates(Type left, Type right, Place at) {
        Map<JsonType, Alternative> before = older.alternatives(left);
        Map<JsonType, Alternative> after = newer.alternatives(right);
        matchNumbers(before, after);
        if (Collections.disjoint(before.keySet(), after.keySet())) {
            changed(left, right, at, "");
            return;
        }
        Set<JsonType> all = EnumSet.copyOf(before.keySet());
        all.addAll(after.keySet());
        for (JsonType json : all) {
            Alternative from = before.get(json);
            Alternative to = after.get(json);
            Place here = at.then('|' + json.wireName());
            if (from == null) {
                added(json, here);
            } else if (to == null) {
                out.add(
                        ChangeKind.ALTERNATIVE_REMOVED,
                        here,
                        json.wireName(),
                        "no longer takes " + TypeDescriptions.of(json),
                        rules.valueRemoved(flow));
            } else {
                used(from.type(), to.type(), at, "");
                out.conditions(
                        from.condition(),
                        to.condition(),
                        here,
                        json.wireName(),
                        rules.valueRemoved(flow),
                        rules.alternativeAdded(flow));
            }
        }
    }

    private void added(JsonType json, Place at) {
        String text = "also takes " + TypeDescriptions.of(json) + " now";
        out.add(ChangeKind.ALTERNATIVE_ADDED, at, json.wireName(), text, rules.alternativeAdded(flow));
    }

    /** An integer is a number, too: lets the two stand for each other where one side has but one of them. */
    private static void matchNumbers(Map<JsonType, Alternative> before, Map<JsonType, Alternative> after) {
        Alternative from = before.get(JsonType.INT);
        Alternative to = after.get(JsonType.INT);
        if (from == null && to != null && before.containsKey(JsonType.NUMBER) && !after.containsKey(JsonType.NUMBER)) {
            after.put(JsonType.NUMBER, to);
            after.remove(JsonType.INT);
        } else if (from != null
                && to == null
                && after.containsKey(JsonType.NUMBER)
                && !before.containsKey(JsonType.NUMBER)) {
            before.put(JsonType.NUMBER, from);
            before.remove(JsonType.INT);
        }
    }
}
