package dev.qmp.qapi.compiler;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a schema found.
 *
 * <p>Thread: immutable.
 */
public final class CheckResult {
    private final @Nullable Schema schema;
    private final List<Diagnostic> diagnostics;

    CheckResult(@Nullable Schema schema, List<Diagnostic> diagnostics) {
        this.schema = schema;
        this.diagnostics = List.copyOf(diagnostics);
    }

    /**
     * Returns the model.
     *
     * @return the model, empty if there are errors
     */
    public Optional<Schema> schema() {
        return Optional.ofNullable(schema);
    }

    /**
     * Tells whether the schema is accepted, with or without warnings.
     *
     * @return whether there is no error
     */
    public boolean isGood() {
        return schema != null;
    }

    /**
     * Returns all findings, warnings included.
     *
     * @return the findings in the order in which they were made
     */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /**
     * Returns the errors.
     *
     * @return the errors in the order in which they were made
     */
    public List<Diagnostic> errors() {
        List<Diagnostic> errors = new ArrayList<>();
        for (Diagnostic diagnostic : diagnostics) {
            if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
                errors.add(diagnostic);
            }
        }
        return errors;
    }

    /**
     * Prints the findings one below the other.
     *
     * @return what QEMU's generator prints, a newline after every finding; empty if there are none
     */
    public String format() {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            out.append(diagnostic.format()).append('\n');
        }
        return out.toString();
    }
}
