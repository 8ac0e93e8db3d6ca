package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.parse.Expr;
import dev.qmp.qapi.internal.parse.Item;
import dev.qmp.qapi.internal.parse.Pragmas;
import java.util.Map;

/** Finds out what a definition defines, and checks its name. */
public final class DefinitionName {
    private static final String[] METAS = {"enum", "struct", "union", "alternate", "command", "event"};

    private DefinitionName() {}

    static Site site(Item.Definition item) {
        Map<String, Expr> fields = item.expr().fields();
        Site nowhere = new Site(item.info(), "", "");
        String meta = null;
        for (String candidate : METAS) {
            if (fields.containsKey(candidate)) {
                if (meta != null) {
                    meta = null;
                    break;
                }
                meta = candidate;
            }
        }
        if (meta == null) {
            throw nowhere.error(
                    "expression must have exactly one key 'enum', 'struct', 'union', 'alternate', 'command',"
                            + " 'event'");
        }
        if (!(fields.get(meta) instanceof Expr.Text name)) {
            throw nowhere.error("'" + meta + "' requires a string name");
        }
        return new Site(item.info(), meta, name.value());
    }

    /** Returns the name a definition seems to define, empty if there is none; for definitions that are refused. */
    public static String guess(Item.Definition item) {
        for (String meta : METAS) {
            if (item.expr().fields().get(meta) instanceof Expr.Text name) {
                return name.value();
            }
        }
        return "";
    }

    static void check(Site site, Pragmas pragmas) {
        switch (site.meta()) {
            case "event" -> Names.checkUpper(site.name(), site, Place.of("event"));
            case "command" ->
                Names.checkLower(
                        site.name(), site, Place.of("command"), false, pragmas.exceptsCommandName(site.name()));
            default -> Names.checkCamel(site.name(), site, Place.of(site.meta()));
        }
    }
}
