package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.SchemaError;
import dev.qmp.qapi.internal.draft.ArrayDef;
import dev.qmp.qapi.internal.draft.CommandDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.TypeDef;
import dev.qmp.qapi.internal.draft.TypeRef;

/**
 * A command returns an object or an array of objects, unless it is an exception.
 *
 * <p>Thread: confined to one compilation.
 */
final class ReturnsCheck {
    private static final String WHAT = "command's 'returns'";

    private final Resolver resolver;

    ReturnsCheck(Resolver resolver) {
        this.resolver = resolver;
    }

    void check(CommandDef command) {
        TypeRef returns = command.returns();
        if (returns == null) {
            return;
        }
        TypeDef type = resolver.any(returns, command, WHAT);
        command.setReturnType(type);
        if (command.pragmas().exceptsReturns(command.name())) {
            return;
        }
        TypeDef object = type;
        if (type instanceof ArrayDef array) {
            object = array.element();
            if (object == null) {
                throw SchemaError.consequence();
            }
        }
        if (!(object instanceof ObjectDef)) {
            throw command.site().error(WHAT + " cannot take " + type.describe());
        }
    }
}
