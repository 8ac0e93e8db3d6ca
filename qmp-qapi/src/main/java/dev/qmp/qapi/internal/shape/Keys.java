package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.parse.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Checks which keys an object has: first those that are missing, then those that are unknown.
 *
 * @param required the keys that must be there, sorted
 * @param valid the keys that may be there, sorted, with the required ones
 */
record Keys(List<String> required, List<String> valid) {
    static final Keys ENUM = of("data enum", "data enum features if prefix");
    static final Keys STRUCT = of("data struct", "base data features if struct");
    static final Keys UNION = of("base data discriminator union", "base data discriminator features if union");
    static final Keys ALTERNATE = of("alternate data", "alternate data features if");
    static final Keys COMMAND = of(
            "command",
            "allow-oob allow-preconfig boxed command coroutine data features gen if returns success-response");
    static final Keys EVENT = of("event", "boxed data event features if");
    static final Keys VALUE = of("name", "features if name");
    static final Keys FEATURE = of("name", "if name");
    static final Keys MEMBER = of("type", "features if type");
    static final Keys BRANCH = of("type", "if type");
    static final Keys CONDITION = of("", "all any not");

    private static Keys of(String required, String valid) {
        return new Keys(words(required), words(valid));
    }

    private static List<String> words(String words) {
        return words.isEmpty() ? List.of() : Arrays.asList(words.split(" "));
    }

    void check(Map<String, Expr> fields, Site site, Place source) {
        int found = 0;
        for (String key : required) {
            if (fields.containsKey(key)) {
                found++;
            }
        }
        if (found < required.size()) {
            List<String> missing = new ArrayList<>(required);
            missing.removeAll(fields.keySet());
            throw site.error(source + " misses key" + plural(missing) + ' ' + quoted(missing));
        }
        List<String> unknown = null;
        for (String key : fields.keySet()) {
            if (!valid.contains(key)) {
                unknown = unknown == null ? new ArrayList<>() : unknown;
                unknown.add(key);
            }
        }
        if (unknown != null) {
            unknown.sort(null);
            throw site.error(source + " has unknown key" + plural(unknown) + ' ' + quoted(unknown) + "\nValid keys are "
                    + quoted(valid) + '.');
        }
    }

    private static String plural(List<String> keys) {
        return keys.size() > 1 ? "s" : "";
    }

    private static String quoted(List<String> keys) {
        return "'" + String.join("', '", keys) + "'";
    }

    /** Returns an object's members; anything else is the short form for an object with that one key. */
    static Map<String, Expr> longForm(Expr value, String key) {
        return value instanceof Expr.Fields object ? object.fields() : Map.of(key, value);
    }
}
