package dev.qmp.qapi.internal.compare;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.JsonType;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.ShapeComparison.Difference;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks two types at once: the one that the sender of a value has, and the one that its receiver has.
 *
 * <p>Thread: confined to one comparison.
 */
public final class ShapeWalk {
    private final Configuration senders;
    private final Configuration receivers;
    private final boolean input;
    private final List<Difference> differences;
    private final Set<List<Type>> seen = new HashSet<>();

    /** Makes a walk; with {@code input} the receiver is a handler, otherwise the sender is. */
    public ShapeWalk(Configuration senders, Configuration receivers, boolean input, List<Difference> differences) {
        this.senders = senders;
        this.receivers = receivers;
        this.input = input;
        this.differences = differences;
    }

    /** Compares two types and all they contain. */
    public void compare(Type sender, Type receiver, String path) {
        if (!seen.add(List.of(sender, receiver))) {
            return;
        }
        if (sender instanceof BuiltinType left && receiver instanceof BuiltinType right) {
            builtins(left, right, path);
        } else if (sender instanceof EnumType left && receiver instanceof EnumType right) {
            enums(left, right, path);
        } else if (sender instanceof ArrayType left && receiver instanceof ArrayType right) {
            compare(left.element(), right.element(), path + "[]");
        } else if (sender instanceof ObjectType left && receiver instanceof ObjectType right) {
            objects(left, right, path);
        } else if (sender instanceof AlternateType left && receiver instanceof AlternateType right) {
            alternates(left, right, path);
        } else {
            different(path, sender, receiver);
        }
    }

    private void builtins(BuiltinType sender, BuiltinType receiver, String path) {
        String left = canonical(sender.kind());
        String right = canonical(receiver.kind());
        if (!left.equals(right)) {
            boolean wider = receiver.jsonType() == JsonType.INT
                    && sender.jsonType() == JsonType.INT
                    && Ranges.contains(receiver.kind(), sender.kind());
            boolean any = receiver.kind() == BuiltinType.Kind.ANY;
            add(path, word(sender, receiver), wider || any);
        }
    }

    private static String canonical(BuiltinType.Kind kind) {
        return switch (kind) {
            case INT64 -> "int";
            case SIZE -> "uint64";
            default -> kind.typeName();
        };
    }

    private void enums(EnumType sender, EnumType receiver, String path) {
        Set<String> left = values(sender, senders);
        Set<String> right = values(receiver, receivers);
        for (String value : left) {
            if (!right.contains(value)) {
                onlySender(path, "value '" + value + "'", input);
            }
        }
        for (String value : right) {
            if (!left.contains(value)) {
                onlyReceiver(path, "value '" + value + "'", true);
            }
        }
    }

    private static Set<String> values(EnumType type, Configuration configuration) {
        Set<String> names = new HashSet<>();
        for (EnumValue value : type.values()) {
            if (configuration.includes(value.condition())) {
                names.add(value.name());
            }
        }
        return names;
    }

    private void objects(ObjectType sender, ObjectType receiver, String path) {
        Map<String, Member> left = members(sender, senders);
        Map<String, Member> right = members(receiver, receivers);
        for (Member member : left.values()) {
            Member other = right.get(member.name());
            if (other == null) {
                onlySender(path, "member '" + member.name() + "'", false);
            } else {
                String inner = path + '.' + member.name();
                if (member.isOptional() != other.isOptional()) {
                    String text = side(true) + (member.isOptional() ? "may" : "may not") + " leave it out";
                    add(inner, text, other.isOptional());
                }
                compare(member.type(), other.type(), inner);
            }
        }
        for (Member member : right.values()) {
            if (!left.containsKey(member.name())) {
                onlyReceiver(path, "member '" + member.name() + "'", member.isOptional());
            }
        }
        branches(sender, receiver, path);
    }

    private static Map<String, Member> members(ObjectType type, Configuration configuration) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (Member member : type.allMembers()) {
            if (configuration.includes(member.condition())) {
                members.put(member.name(), member);
            }
        }
        return members;
    }

    private void branches(ObjectType sender, ObjectType receiver, String path) {
        if (!(sender instanceof UnionType left) || !(receiver instanceof UnionType right)) {
            if (sender instanceof UnionType || receiver instanceof UnionType) {
                different(path, sender, receiver);
            }
            return;
        }
        if (!left.tag().name().equals(right.tag().name())) {
            add(path, "the tags '" + left.tag().name() + "' and '" + right.tag().name() + "' differ", false);
            return;
        }
        for (Variant variant : left.variants()) {
            if (senders.includes(variant.condition())) {
                // A value that only one side has is reported where the tag is.
                right.variant(variant.name())
                        .filter(other -> receivers.includes(other.condition()))
                        .ifPresent(other -> compare(variant.type(), other.type(), path + '(' + variant.name() + ')'));
            }
        }
    }

    private void alternates(AlternateType sender, AlternateType receiver, String path) {
        Map<JsonType, Type> left = byJsonType(sender, senders);
        Map<JsonType, Type> right = byJsonType(receiver, receivers);
        left.forEach((json, type) -> {
            Type other = right.get(json);
            if (other == null) {
                onlySender(path, "a branch of JSON type " + json.wireName(), false);
            } else {
                compare(type, other, path);
            }
        });
        right.forEach((json, type) -> {
            if (!left.containsKey(json)) {
                onlyReceiver(path, "a branch of JSON type " + json.wireName(), true);
            }
        });
    }

    private static Map<JsonType, Type> byJsonType(AlternateType type, Configuration configuration) {
        Map<JsonType, Type> branches = new EnumMap<>(JsonType.class);
        for (Alternative branch : type.alternatives()) {
            if (configuration.includes(branch.condition())) {
                branches.put(branch.type().jsonType(), branch.type());
            }
        }
        return branches;
    }

    private void different(String path, Type sender, Type receiver) {
        boolean any = receiver instanceof BuiltinType builtin && builtin.kind() == BuiltinType.Kind.ANY;
        add(path, word(sender, receiver), any);
    }

    private String word(Type sender, Type receiver) {
        Type handler = input ? receiver : sender;
        Type declared = input ? sender : receiver;
        return "the handler has " + handler.describe() + ", the declaration " + declared.describe();
    }

    private void onlySender(String path, String what, boolean tolerable) {
        add(path, side(true) + "has " + what + ", " + side(false) + "has not", tolerable);
    }

    private void onlyReceiver(String path, String what, boolean tolerable) {
        add(path, side(false) + "has " + what + ", " + side(true) + "has not", tolerable);
    }

    private String side(boolean sender) {
        return sender == input ? "the declaration " : "the handler ";
    }

    private void add(String path, String text, boolean tolerable) {
        differences.add(new Difference(path, text, tolerable));
    }
}
