package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.SourceInfo;
import org.jspecify.annotations.Nullable;

/** Something at the top level of the flattened source. */
public sealed interface Item {
    /** Returns the module whose file has it. */
    String module();

    /**
     * An include directive.
     *
     * @param module the including module
     * @param included the included module
     */
    record Include(String module, String included) implements Item {}

    /**
     * A definition, its shape not yet looked at.
     *
     * @param module the module
     * @param info the line of the opening brace
     * @param expr its keys and values
     * @param doc its documentation comment, null if there is none
     * @param docBroken whether there was one that could not be read
     */
    record Definition(
            String module,
            SourceInfo info,
            Expr.Fields expr,
            @Nullable DocBlock doc,
            boolean docBroken) implements Item {}

    /**
     * A definition lost to a syntax error.
     *
     * @param module the module
     * @param name the name it would have had
     */
    record Lost(String module, String name) implements Item {}
}
