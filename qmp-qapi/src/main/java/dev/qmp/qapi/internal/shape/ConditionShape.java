package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.Condition;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.parse.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the value of {@code if}. */
final class ConditionShape {
    private ConditionShape() {}

    /** Reads the condition among an object's members. */
    static Condition read(Map<String, Expr> fields, Site site, Place source) {
        Expr condition = fields.get("if");
        return condition == null ? Condition.always() : read(condition, site, source);
    }

    private static Condition read(Expr expr, Site site, Place source) {
        if (expr instanceof Expr.Text text) {
            if (!isIdentifier(text.value())) {
                throw site.error("'if' condition '" + text.value() + "' of " + source + " is not a valid identifier");
            }
            return new Condition.Name(text.value());
        }
        if (!(expr instanceof Expr.Fields object)) {
            throw site.error("'if' condition of " + source + " must be a string or an object");
        }
        Map<String, Expr> fields = object.fields();
        Keys.CONDITION.check(fields, site, new Place("'if' condition of " + source, null));
        if (fields.size() != 1) {
            throw site.error("'if' condition of " + source + " has conflicting keys");
        }
        Expr not = fields.get("not");
        if (not != null) {
            return new Condition.Not(read(not, site, source));
        }
        Expr all = fields.get("all");
        return all != null
                ? new Condition.All(operands("all", all, site, source))
                : new Condition.Any(operands("any", fields.get("any"), site, source));
    }

    private static List<Condition> operands(String operator, @Nullable Expr value, Site site, Place source) {
        if (!(value instanceof Expr.Items items)) {
            throw site.error("'" + operator + "' condition of " + source + " must be an array");
        }
        if (items.isEmpty()) {
            throw site.error("'if' condition [] of " + source + " is useless");
        }
        List<Condition> operands = new ArrayList<>();
        for (Expr item : items.items()) {
            operands.add(read(item, site, source));
        }
        return operands;
    }

    private static boolean isIdentifier(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'A' && c <= 'Z';
            if (!letter && (i == 0 || (c != '_' && (c < '0' || c > '9')))) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
