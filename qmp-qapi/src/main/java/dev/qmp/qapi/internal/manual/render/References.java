package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.Kind;
import dev.qmp.qapi.internal.manual.catalog.ModulePage;
import org.jspecify.annotations.Nullable;

/**
 * What a reference means: a target of the form {@code [namespace:][module.]name}, with {@code ~} in front to hide all but
 * the name, and with the decorations {@code [name]} and {@code name?}.
 *
 * @param href where it leads, null if nowhere
 * @param text what it is called
 * @param isName whether that is a name of the schema
 */
record References(@Nullable String href, String text, boolean isName) {
    /** Every manual has one index, so the names of QEMU's indexes mean it. */
    private static final String INDEX_PREFIX = "qapi-";

    private static final String INDEX_SUFFIX = "-index";

    static References resolve(Catalog catalog, String role, String written) {
        String target = written;
        boolean hides = target.startsWith("~");
        if (hides || target.startsWith("!")) {
            target = target.substring(1);
        }
        if (target.startsWith(INDEX_PREFIX) && target.endsWith(INDEX_SUFFIX)) {
            return new References("all.html", "index", false);
        }
        boolean isList = target.startsWith("[") && target.endsWith("]") && target.length() > 2;
        boolean isOptional = target.endsWith("?");
        String path = target.substring(isList ? 1 : 0, target.length() - (isList || isOptional ? 1 : 0));
        if (path.startsWith("~")) {
            hides = true;
            path = path.substring(1);
        }
        String name = path.substring(path.indexOf(':') + 1);
        String kind = role.startsWith("qapi:") ? role.substring(5) : "any";
        String shown = path;
        String href = null;
        Definition definition = definition(catalog, name);
        if (definition != null && fits(kind, definition.kind())) {
            href = definition.href();
            shown = hides ? definition.name() : path;
        } else if (kind.equals("any") || kind.equals("mod")) {
            ModulePage module = catalog.findModule(name);
            href = module == null ? null : module.file();
        }
        return new References(href, isList ? '[' + shown + ']' : isOptional ? shown + '?' : shown, true);
    }

    private static @Nullable Definition definition(Catalog catalog, String name) {
        Definition exact = catalog.find(name);
        for (int dot = name.indexOf('.'); exact == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            ModulePage module = catalog.findModule(name.substring(0, dot));
            Definition found = catalog.find(name.substring(dot + 1));
            if (module != null && found != null && module.has(found.file())) {
                exact = found;
            }
        }
        return exact;
    }

    private static boolean fits(String role, Kind kind) {
        return switch (role) {
            case "any" -> true;
            case "type" -> kind.isType();
            case "cmd", "command" -> kind == Kind.COMMAND;
            case "event" -> kind == Kind.EVENT;
            case "enum" -> kind == Kind.ENUM;
            case "alt", "alternate" -> kind == Kind.ALTERNATE;
            case "obj", "object", "struct", "union" -> kind == Kind.STRUCT || kind == Kind.UNION;
            default -> false;
        };
    }
}
