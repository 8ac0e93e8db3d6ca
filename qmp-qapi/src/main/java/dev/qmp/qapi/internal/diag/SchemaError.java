package dev.qmp.qapi.internal.diag;

import dev.qmp.qapi.Diagnostic;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Carries a finding from where it is made to where it is reported: the boundary of a definition. */
public final class SchemaError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient @Nullable Diagnostic diagnostic;

    /** Makes an error; null stands for the consequence of an error that is already reported. */
    public SchemaError(@Nullable Diagnostic diagnostic) {
        super(diagnostic == null ? "" : diagnostic.message(), null, false, false);
        this.diagnostic = diagnostic;
    }

    /** Returns the finding, or null if this follows from another error. */
    public @Nullable Diagnostic diagnostic() {
        return diagnostic;
    }
}
