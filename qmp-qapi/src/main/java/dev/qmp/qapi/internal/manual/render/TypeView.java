package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.Ids;
import dev.qmp.qapi.internal.manual.html.Html;

/** Shows a type by its name in the schema language, as a link to where it is described. */
public final class TypeView {
    /** The page that describes the built-in types. */
    public static final String BUILTIN_FILE = "builtin.html";

    private TypeView() {}

    /**
     * Shows a type.
     *
     * @param html where to
     * @param catalog all definitions
     * @param type the type
     */
    public static void render(Html html, Catalog catalog, Type type) {
        html.open("code", "class", "type");
        bare(html, catalog, type);
        html.close();
    }

    /** Shows a type within something that is code already. */
    static void bare(Html html, Catalog catalog, Type type) {
        if (type instanceof ArrayType array) {
            html.text("[");
            bare(html, catalog, array.element());
            html.text("]");
            return;
        }
        Definition definition = catalog.find(type.name());
        if (definition != null && definition.entity() == type) {
            html.element("a", type.name(), "href", definition.href());
        } else if (type instanceof BuiltinType || type.name().equals("QType")) {
            html.element("a", type.name(), "class", "builtin", "href", BUILTIN_FILE + '#' + Ids.of(type.name()));
        } else {
            html.text(type.name());
        }
    }

    /** Returns how many characters a type takes. */
    static int width(Type type) {
        return type instanceof ArrayType array
                ? width(array.element()) + 2
                : type.name().length();
    }
}
