package dev.qmp.qapi.arguments;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what the beginning of a word could become. */
final class Candidates {
    private Candidates() {}

    /** Returns whole words, those that must be given first, otherwise sorted; none if the other words make no sense. */
    static List<String> of(ObjectType type, Configuration configuration, List<String> words, String begun) {
        try {
            return find(type, configuration, words, begun);
        } catch (ArgumentException e) {
            return List.of();
        }
    }

    private static List<String> find(ObjectType type, Configuration configuration, List<String> words, String begun) {
        List<String> named = new ArrayList<>();
        for (String word : words) {
            if (Pairs.keyLength(word) > 0) {
                named.add(word);
            }
        }
        Pairs pairs = Pairs.of(type, configuration, named);
        Set<String> required = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        int equals = Pairs.keyLength(begun);
        if (equals > 0) {
            Type valueType =
                    pairs.paths().target(type, begun.substring(0, equals)).type();
            values(valueType, configuration, begun.substring(0, equals + 1), found);
        } else {
            keys(pairs, type, begun, required, found);
        }
        List<String> all = new ArrayList<>(required);
        all.addAll(found);
        all.removeIf(word -> !word.startsWith(begun));
        return all;
    }

    private static void values(@Nullable Type type, Configuration configuration, String prefix, Set<String> found) {
        if (type instanceof EnumType values) {
            for (EnumValue value : values.values()) {
                if (configuration.includes(value.condition())) {
                    found.add(prefix + value.name());
                }
            }
        } else if (type instanceof AlternateType alternate) {
            for (Alternative branch : alternate.alternatives()) {
                if (configuration.includes(branch.condition())) {
                    values(branch.type(), configuration, prefix, found);
                }
            }
        } else if (type instanceof BuiltinType builtin && builtin.kind() == BuiltinType.Kind.BOOL) {
            found.add(prefix + "off");
            found.add(prefix + "on");
        } else if (type instanceof BuiltinType builtin && builtin.kind() == BuiltinType.Kind.NULL) {
            found.add(prefix + "null");
        }
    }

    private static void keys(Pairs pairs, ObjectType root, String begun, Set<String> required, Set<String> optional) {
        int point = begun.lastIndexOf('.');
        Type type = root;
        if (point == 0) {
            return;
        }
        String prefix = point < 0 ? "" : begun.substring(0, point);
        if (point > 0) {
            type = pairs.paths().target(root, prefix).type();
        }
        ObjectType object = object(type);
        if (object == null) {
            return;
        }
        for (Member member : pairs.paths().members(object, prefix)) {
            String key = begun.substring(0, point + 1) + member.name();
            Set<String> found = member.isOptional() || pairs.isGiven(key) ? optional : required;
            if (object(member.type()) != null) {
                found.add(key + ".");
            } else if (!pairs.isGiven(key)) {
                found.add(key + "=");
            }
        }
    }

    private static @Nullable ObjectType object(@Nullable Type type) {
        if (type instanceof AlternateType alternate) {
            for (Alternative branch : alternate.alternatives()) {
                if (branch.type() instanceof ObjectType object) {
                    return object;
                }
            }
        }
        return type instanceof ObjectType object ? object : null;
    }
}
