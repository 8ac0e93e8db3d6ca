package dev.qmp.qapi.arguments;

import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of one command, as keys and the texts of their values.
 *
 * <p>Thread: confined to one reading.
 */
final class Pairs {
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final @Nullable ObjectType type;
    private final Paths paths;

    private Pairs(@Nullable ObjectType type, Configuration configuration) {
        this.type = type;
        this.paths = new Paths(configuration, texts);
    }

    /** Tells keys from values, and finds the keys of words that have none. */
    static Pairs of(@Nullable ObjectType type, Configuration configuration, List<String> words) {
        Pairs pairs = new Pairs(type, configuration);
        List<String> unnamed = new ArrayList<>();
        for (String word : words) {
            int equals = keyLength(word);
            if (equals < 0) {
                unnamed.add(word);
            } else {
                pairs.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        for (String word : unnamed) {
            pairs.put(pairs.keyOf(word), word);
        }
        return pairs;
    }

    /** Returns where the key of a word ends, or -1 if it has none. */
    static int keyLength(String word) {
        int equals = word.indexOf('=');
        for (int i = 0; i < equals; i++) {
            char c = word.charAt(i);
            boolean isName = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!isName && c != '-' && c != '_' && c != '.') {
                return -1;
            }
        }
        return equals > 0 ? equals : -1;
    }

    private void put(String key, String text) {
        if (texts.putIfAbsent(key, text) != null) {
            throw new ArgumentException("Parameter '" + key + "' is given twice");
        }
    }

    private String keyOf(String word) {
        if (type != null) {
            List<Member> members = paths.members(type, "");
            for (Member member : members) {
                if (!member.isOptional() && !isGiven(member.name())) {
                    return member.name();
                }
            }
            if (members.size() == 1 && !isGiven(members.get(0).name())) {
                return members.get(0).name();
            }
        }
        throw new ArgumentException("'" + word + "' has no name: write KEY=VALUE");
    }

    /** Tells whether a key, or one that leads into its value, has a value. */
    boolean isGiven(String key) {
        if (texts.containsKey(key)) {
            return true;
        }
        for (String other : texts.keySet()) {
            if (other.startsWith(key) && other.charAt(key.length()) == '.') {
                return true;
            }
        }
        return false;
    }

    Paths paths() {
        return paths;
    }

    /** Types the values and puts them together. */
    JsonObject read() {
        ValueTree tree = new ValueTree();
        for (Map.Entry<String, String> pair : texts.entrySet()) {
            Paths.Target target = paths.target(type, pair.getKey());
            tree.put(target.steps(), ValueText.read(target.type(), pair.getKey(), pair.getValue()), pair.getKey());
        }
        return tree.toJson();
    }
}
