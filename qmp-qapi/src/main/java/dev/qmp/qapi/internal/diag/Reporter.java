package dev.qmp.qapi.internal.diag;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.Diagnostic.Severity;
import dev.qmp.qapi.DocsMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects findings: stops at the first error, or continues and reports them all.
 *
 * <p>Thread: confined to one compilation.
 */
public final class Reporter {
    private final DocsMode docs;
    private final boolean all;
    private final boolean style;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private boolean failed;

    /**
     * Makes a reporter; with {@code all} errors are collected, otherwise the first one ends the compilation; with
     * {@code style} there are warnings of the layout of documentation comments.
     */
    public Reporter(DocsMode docs, boolean all, boolean style) {
        this.docs = docs;
        this.all = all;
        this.style = style;
    }

    /** Returns how documentation comments are treated. */
    public DocsMode docs() {
        return docs;
    }

    /** Tells whether the layout of documentation comments is checked. */
    public boolean checksStyle() {
        return style;
    }

    /** Takes an error caught at a boundary from which the compilation can continue; rethrows it if it must not. */
    public void recover(SchemaError error) {
        if (failed && !all) {
            throw error;
        }
        failed = true;
        error.diagnostic().ifPresent(diagnostics::add);
        if (!all) {
            throw error;
        }
    }

    /** Takes a fault of a documentation comment: an error or a warning, as {@link #docs()} says. */
    public void docFault(Diagnostic diagnostic) {
        if (docs == DocsMode.WARN) {
            warn(diagnostic);
        } else {
            throw new SchemaError(diagnostic);
        }
    }

    /** Adds a warning. */
    public void warn(Diagnostic diagnostic) {
        diagnostics.add(diagnostic.withSeverity(Severity.WARNING));
    }

    /** Tells whether an error was taken. */
    public boolean failed() {
        return failed;
    }

    /** Returns the findings so far. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
