package dev.qmp.qapi;

import java.io.Serial;
import java.util.List;

/**
 * A schema that is refused. Its message is what QEMU's generator prints, all findings one below the other.
 */
public final class SchemaException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Diagnostic> diagnostics;

    /**
     * Makes the exception.
     *
     * @param diagnostics what is wrong; at least one finding
     */
    public SchemaException(List<Diagnostic> diagnostics) {
        super(format(diagnostics));
        this.diagnostics = List.copyOf(diagnostics);
    }

    private static String format(List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            if (out.length() > 0) {
                out.append('\n');
            }
            out.append(diagnostic.format());
        }
        return out.toString();
    }

    /**
     * Returns what is wrong.
     *
     * @return the findings, in the order in which they were made
     */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
