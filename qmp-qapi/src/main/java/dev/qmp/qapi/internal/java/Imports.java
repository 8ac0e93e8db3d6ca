package dev.qmp.qapi.internal.java;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one file refers to types: by their simple names, or by the full ones where a type of the schema has the simple name.
 *
 * <p>Thread: confined to one generation.
 */
final class Imports {
    private static final Map<String, String> KNOWN = known(
            "java.lang",
            "Boolean Deprecated Double Exception IllegalArgumentException IllegalStateException Integer Long Override String"
                    + " SuppressWarnings Void",
            "java.io",
            "FileNotFoundException IOException InputStream",
            "java.time",
            "Duration",
            "java.util",
            "ArrayList List Objects Optional",
            "java.util.concurrent",
            "CompletableFuture CompletionStage",
            "jakarta.json",
            "JsonObject JsonObjectBuilder JsonString JsonValue",
            "dev.qmp.json",
            "JsonValues",
            "dev.qmp.qapi.typed",
            "ArrayValues IntegerKind TypedObject TypedValue ValueReader ValueTypeException",
            "dev.qmp.qapi",
            "IncludeResolver SchemaSource",
            "dev.qmp.dispatch.spi",
            "CommandBinder CommandContext CommandException CommandProvider EventEmitter ProviderContext",
            "dev.qmp.monitor.client",
            "QmpCallOptions QmpClient QmpCommandException QmpEvent QmpListener");

    private final String packageName;
    private final Set<String> packageTypes;
    private final Set<String> nestedTypes;
    private final Set<String> imported = new TreeSet<>();

    /** Makes the imports of a file of a package, whose types are given, as are those that the file nests. */
    Imports(String packageName, Set<String> packageTypes, Set<String> nestedTypes) {
        this.packageName = packageName;
        this.packageTypes = packageTypes;
        this.nestedTypes = nestedTypes;
    }

    /** Refers to a top-level type of the package. */
    String own(String name) {
        return nestedTypes.contains(name) ? packageName + "." + name : name;
    }

    /** Replaces {@code {Name}} by a reference to that type of the libraries; other braces stay. */
    String resolve(String template) {
        int open = template.indexOf('{');
        if (open < 0) {
            return template;
        }
        StringBuilder out = new StringBuilder();
        int done = 0;
        while (open >= 0) {
            int close = template.indexOf('}', open);
            String name = close < 0 ? "" : template.substring(open + 1, close);
            String full = KNOWN.get(name);
            if (full != null) {
                out.append(template, done, open).append(refer(name, full));
                done = close + 1;
                open = template.indexOf('{', done);
            } else {
                open = template.indexOf('{', open + 1);
            }
        }
        return out.append(template, done, template.length()).toString();
    }

    /** Returns the imports, sorted. */
    Set<String> sorted() {
        return imported;
    }

    private String refer(String name, String full) {
        if (packageTypes.contains(name) || nestedTypes.contains(name)) {
            return full;
        }
        if (!full.startsWith("java.lang.")) {
            imported.add(full);
        }
        return name;
    }

    private static Map<String, String> known(String... packagesAndNames) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < packagesAndNames.length; i += 2) {
            for (String name : packagesAndNames[i + 1].split(" ", -1)) {
                map.put(name, packagesAndNames[i] + "." + name);
            }
        }
        return map;
    }
}
