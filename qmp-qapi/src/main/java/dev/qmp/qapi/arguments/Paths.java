package dev.qmp.qapi.arguments;

import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows dotted keys through the schema.
 *
 * <p>Thread: confined to one reading.
 */
final class Paths {
    private static final int DEEPEST = 1024;

    private final Configuration configuration;
    private final Map<String, String> texts;

    /** Makes a guide; the texts are looked up for the tags of unions and may be filled in later. */
    Paths(Configuration configuration, Map<String, String> texts) {
        this.configuration = configuration;
        this.texts = texts;
    }

    /** A name in an object, or an index in an array. */
    record Step(String name, boolean isIndex) {}

    /** Where a key leads; no type if the schema does not know. */
    record Target(List<Step> steps, @Nullable Type type) {}

    Target target(@Nullable Type root, String key) {
        List<Step> steps = new ArrayList<>();
        Type type = root;
        int at = 0;
        while (true) {
            Type container = type == null ? null : container(type, key, at);
            String name = null;
            type = null;
            if (container instanceof ObjectType object) {
                Member member = member(object, key, at);
                if (member != null) {
                    name = member.name();
                    type = member.type();
                }
            } else if (container instanceof ArrayType array) {
                type = array.element();
            }
            if (name == null) {
                int point = key.indexOf('.', at);
                name = key.substring(at, point < 0 ? key.length() : point);
            }
            if (name.isEmpty() || steps.size() == DEEPEST) {
                throw new ArgumentException("Invalid parameter '" + key + "'");
            }
            steps.add(new Step(name, container instanceof ArrayType));
            at += name.length();
            if (at == key.length()) {
                return new Target(steps, type);
            }
            at++;
        }
    }

    /** Returns the array or object type into which the rest of the key leads. */
    private @Nullable Type container(Type type, String key, int at) {
        if (type instanceof AlternateType alternate) {
            boolean isIndex = isIndex(key, at);
            Type found = null;
            for (Alternative branch : alternate.alternatives()) {
                boolean fits = branch.type() instanceof ObjectType || (isIndex && branch.type() instanceof ArrayType);
                if (fits && configuration.includes(branch.condition()) && !(found instanceof ArrayType)) {
                    found = branch.type();
                }
            }
            return found;
        }
        if (type instanceof ArrayType) {
            return isIndex(key, at) ? type : null;
        }
        return type instanceof ObjectType ? type : null;
    }

    private static boolean isIndex(String key, int at) {
        int end = at;
        while (end < key.length() && key.charAt(end) >= '0' && key.charAt(end) <= '9') {
            end++;
        }
        return end > at && end - at < 10 && (end == key.length() || key.charAt(end) == '.');
    }

    private @Nullable Member member(ObjectType type, String key, int at) {
        Member found = null;
        for (Member member : members(type, at == 0 ? "" : key.substring(0, at - 1))) {
            String name = member.name();
            int end = at + name.length();
            if (key.startsWith(name, at)
                    && (end == key.length() || key.charAt(end) == '.')
                    && (found == null || name.length() > found.name().length())) {
                found = member;
            }
        }
        return found;
    }

    /** Returns the members that an object has, those of the branch that its tag chooses included. */
    List<Member> members(ObjectType type, String prefix) {
        List<Member> members = new ArrayList<>();
        collect(type, prefix, members);
        return members;
    }

    private void collect(ObjectType type, String prefix, List<Member> into) {
        for (Member member : type.allMembers()) {
            if (configuration.includes(member.condition())) {
                into.add(member);
            }
        }
        if (type instanceof UnionType union) {
            String tag = tag(prefix, union.tag().name());
            if (tag != null) {
                union.variant(tag).ifPresent(branch -> collect(branch.type(), prefix, into));
            }
        }
    }

    private @Nullable String tag(String prefix, String name) {
        String text = texts.get(prefix.isEmpty() ? name : prefix + "." + name);
        String whole = texts.get(prefix);
        if (text == null && whole != null && whole.startsWith("{")) {
            try {
                return JsonText.parse(whole) instanceof JsonObject object
                        ? JsonValues.stringOrNull(object, name)
                        : null;
            } catch (JsonParseException e) {
                // Reported when the value itself is read.
                return null;
            }
        }
        return text;
    }
}
