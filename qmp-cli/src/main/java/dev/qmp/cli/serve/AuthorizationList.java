package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules of which the first one that matches a peer's name decides; if none does, the policy does.
 *
 * <p>Thread: immutable.
 */
final class AuthorizationList implements Predicate<String> {
    private static final Set<String> OF_LIST = Set.of("policy", "rules");
    private static final Set<String> OF_RULE = Set.of("match", "policy", "format");

    /** A rule: whether those whose names it matches are allowed. */
    private record Rule(Predicate<String> names, boolean allows) {}

    private final List<Rule> rules;
    private final boolean otherwise;

    private AuthorizationList(List<Rule> rules, boolean otherwise) {
        this.rules = rules;
        this.otherwise = otherwise;
    }

    /**
     * Reads a list.
     *
     * @param json an object with the optional members {@code policy} and {@code rules}
     * @throws ChardevException if it is not one
     */
    static AuthorizationList of(JsonValue json) {
        if (!(json instanceof JsonObject list)) {
            throw wrongType("rules", "object");
        }
        checkMembers(list, OF_LIST, "");
        List<Rule> rules = new ArrayList<>();
        JsonValue given = list.get("rules");
        if (given != null) {
            if (!(given instanceof JsonArray array)) {
                throw wrongType("rules", "array");
            }
            for (JsonValue one : array) {
                rules.add(rule(one, "rules[" + rules.size() + "]"));
            }
        }
        return new AuthorizationList(rules, choice(list, "policy", "", "deny", "allow"));
    }

    private static Rule rule(JsonValue json, String place) {
        if (!(json instanceof JsonObject rule)) {
            throw wrongType(place, "object");
        }
        String prefix = place + '.';
        checkMembers(rule, OF_RULE, prefix);
        String match = text(rule, "match", prefix);
        if (match == null) {
            throw new ChardevException("Parameter '" + prefix + "match' is missing");
        }
        if (!rule.containsKey("policy")) {
            throw new ChardevException("Parameter '" + prefix + "policy' is missing");
        }
        return new Rule(
                choice(rule, "format", prefix, "exact", "glob") ? glob(match) : match::equals,
                choice(rule, "policy", prefix, "deny", "allow"));
    }

    private static Predicate<String> glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.chars()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
    }

    private static void checkMembers(JsonObject object, Set<String> known, String prefix) {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new ChardevException("Parameter '" + prefix + name + "' is unexpected");
            }
        }
    }

    /** Returns whether a member has the second of two values; the first one is the default. */
    private static boolean choice(JsonObject object, String name, String prefix, String first, String second) {
        String value = text(object, name, prefix);
        if (value == null || value.equals(first)) {
            return false;
        }
        if (!value.equals(second)) {
            throw new ChardevException("Parameter '" + name + "' does not accept value '" + value + "'");
        }
        return true;
    }

    private static @Nullable String text(JsonObject object, String name, String prefix) {
        JsonValue value = object.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonString string)) {
            throw wrongType(prefix + name, "string");
        }
        return string.getString();
    }

    private static ChardevException wrongType(String name, String expected) {
        return new ChardevException("Invalid parameter type for '" + name + "', expected: " + expected);
    }

    @Override
    public boolean test(String name) {
        for (Rule rule : rules) {
            if (rule.names().test(name)) {
                return rule.allows();
            }
        }
        return otherwise;
    }
}
