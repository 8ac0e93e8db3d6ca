package dev.qmp.qapi.internal.diag;

import dev.qmp.qapi.Diagnostic;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries a finding from where it is made to where it is reported: the boundary of a definition. */
public final class SchemaError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient @Nullable Diagnostic diagnostic;

    /** Makes an error. */
    public SchemaError(Diagnostic diagnostic) {
        this(diagnostic.message(), diagnostic);
    }

    private SchemaError(String message, @Nullable Diagnostic diagnostic) {
        super(message, null, false, false);
        this.diagnostic = diagnostic;
    }

    /** Makes an error that follows from one that is already reported: it ends the definition's check without a finding. */
    public static SchemaError consequence() {
        return new SchemaError("follows from an error that is already reported", null);
    }

    /** Returns the finding, empty if this is a consequence of another one. */
    public Optional<Diagnostic> diagnostic() {
        return Optional.ofNullable(diagnostic);
    }
}
