package dev.qmp.qapi;

import org.jspecify.annotations.Nullable;

/**
 * One finding about a schema, with the layout and text of QEMU's generator.
 *
 * @param severity whether the schema is refused
 * @param source the place
 * @param column the column, from 1; 0 if the finding is about a line or a definition as a whole
 * @param definition the definition it is bound to, such as {@code struct 'Point'}; empty if none
 * @param message the text; may have a second line
 * @param previous a second finding printed after the message: where the other of two clashing definitions is
 */
public record Diagnostic(
        Severity severity,
        SourceInfo source,
        int column,
        String definition,
        String message,
        @Nullable Diagnostic previous) {

    /** How bad a finding is. */
    public enum Severity {
        /** The schema is refused. */
        ERROR,
        /** The schema is accepted; the finding is worth a look. */
        WARNING
    }

    /**
     * Makes an error that is bound to no definition.
     *
     * @param source the place
     * @param column the column, or 0
     * @param message the text
     * @return the finding
     */
    public static Diagnostic error(SourceInfo source, int column, String message) {
        return new Diagnostic(Severity.ERROR, source, column, "", message, null);
    }

    /**
     * Returns the same finding with another severity.
     *
     * @param other the severity
     * @return the finding
     */
    public Diagnostic withSeverity(Severity other) {
        return new Diagnostic(other, source, column, definition, message, previous);
    }

    /**
     * Prints the finding as QEMU's generator does: the include chain, the definition, then place and message.
     *
     * @return one or more lines, without a final newline
     */
    public String format() {
        StringBuilder out = new StringBuilder();
        appendTo(out);
        return out.toString();
    }

    private void appendTo(StringBuilder out) {
        for (SourceInfo from : source.includeChain()) {
            out.append("In file included from ").append(from).append(":\n");
        }
        if (!definition.isEmpty()) {
            out.append(source.file()).append(": In ").append(definition).append(":\n");
        }
        if (!source.equals(SourceInfo.NONE)) {
            out.append(source);
            if (column > 0) {
                out.append(':').append(column);
            }
            out.append(": ");
        }
        out.append(message);
        if (previous != null) {
            out.append('\n');
            previous.appendTo(out);
        }
    }

    @Override
    public String toString() {
        return format();
    }
}
