package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.internal.diag.SchemaError;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies a pragma directive. */
final class PragmaDirective {
    private PragmaDirective() {}

    static void apply(Expr.Fields directive, SourceInfo info, Pragmas pragmas) {
        if (directive.fields().size() != 1) {
            throw error(info, "invalid 'pragma' directive");
        }
        if (!(directive.fields().get("pragma") instanceof Expr.Fields settings)) {
            throw error(info, "value of 'pragma' must be an object");
        }
        for (Map.Entry<String, Expr> setting : settings.fields().entrySet()) {
            set(setting.getKey(), setting.getValue(), info, pragmas);
        }
    }

    private static void set(String name, Expr value, SourceInfo info, Pragmas pragmas) {
        if (name.equals("doc-required")) {
            if (!(value instanceof Expr.Flag flag)) {
                throw error(info, "pragma 'doc-required' must be boolean");
            }
            pragmas.setDocRequired(flag.value());
            return;
        }
        if (!Pragmas.isList(name)) {
            throw error(info, "unknown pragma '" + name + "'");
        }
        Set<String> names = strings(value);
        if (names == null) {
            throw error(info, "pragma " + name + " must be a list of strings");
        }
        pragmas.setList(name, names);
    }

    private static @Nullable Set<String> strings(Expr value) {
        if (!(value instanceof Expr.Items items)) {
            return null;
        }
        Set<String> strings = new HashSet<>();
        for (Expr item : items.items()) {
            if (!(item instanceof Expr.Text text)) {
                return null;
            }
            strings.add(text.value());
        }
        return strings;
    }

    private static SchemaError error(SourceInfo info, String message) {
        return new SchemaError(Diagnostic.error(info, 0, message));
    }
}
