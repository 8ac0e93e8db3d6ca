package dev.qmp.qapi.internal.diag;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.Diagnostic.Severity;
import dev.qmp.qapi.SourceInfo;

/**
 * A definition as errors name it: where it starts, its kind and its name, once they are known.
 *
 * @param info the line of its opening brace
 * @param meta {@code enum}, {@code struct}, ...; empty before it is known
 * @param name the name; empty before it is known
 */
public record Site(SourceInfo info, String meta, String name) {
    /** The site of predefined entities. */
    public static final Site NONE = new Site(SourceInfo.NONE, "", "");

    /** Makes an error about this definition. */
    public SchemaError error(String message) {
        return new SchemaError(diagnostic(message));
    }

    /** Makes a finding about this definition. */
    public Diagnostic diagnostic(String message) {
        return new Diagnostic(Severity.ERROR, info, 0, label(), message, null);
    }

    private String label() {
        return name.isEmpty() ? "" : meta + " '" + name + "'";
    }
}
