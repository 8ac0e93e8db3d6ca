package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.parse.Expr;
import java.util.Map;

/** Reads the flags of commands and events, which may only be written with the value that is not their default. */
final class FlagsShape {
    private FlagsShape() {}

    static Command.Flags read(Map<String, Expr> fields, Site site) {
        boolean gen = !given(fields, site, "gen", false);
        boolean successResponse = !given(fields, site, "success-response", false);
        boolean boxed = given(fields, site, "boxed", true);
        boolean allowOob = given(fields, site, "allow-oob", true);
        boolean allowPreconfig = given(fields, site, "allow-preconfig", true);
        boolean coroutine = given(fields, site, "coroutine", true);
        if (allowOob && coroutine) {
            throw site.error("flags 'allow-oob' and 'coroutine' are incompatible");
        }
        return new Command.Flags(boxed, gen, successResponse, allowOob, allowPreconfig, coroutine);
    }

    private static boolean given(Map<String, Expr> fields, Site site, String flag, boolean only) {
        Expr value = fields.get(flag);
        if (value == null) {
            return false;
        }
        if (!(value instanceof Expr.Flag given) || given.value() != only) {
            throw site.error("flag '" + flag + "' may only use " + only + " value");
        }
        return true;
    }
}
