package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.JsonType;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.render.TypeView;
import java.util.Locale;

/** The page of the types that every schema has. */
final class BuiltinPage {
    static final String FILE = TypeView.BUILTIN_FILE;

    private BuiltinPage() {}

    static Page of(Catalog catalog) {
        Html html = new Html();
        html.element("h1", "Built-in types").line();
        html.open("p", "class", "about").text("Every schema has them.").end();
        html.open("div", "class", "wide").open("table").line();
        html.open("thead").open("tr");
        html.element("th", "Name", "scope", "col");
        html.element("th", "In JSON", "scope", "col");
        html.element("th", "Values", "scope", "col");
        html.close().end();
        html.open("tbody").line();
        for (BuiltinType.Kind kind : BuiltinType.Kind.values()) {
            row(html, kind.typeName(), json(kind.jsonType()), values(kind));
        }
        row(html, "QType", "string", "none, qnull, qnum, qstring, qdict, qlist, qbool");
        html.end().close().end();
        html.open("p").text("An array of a type is written in brackets: ");
        html.element("code", "[str]").text(" is an array of strings.").end();
        return Frame.page(catalog, FILE, "Built-in types", html);
    }

    private static void row(Html html, String name, String json, String values) {
        html.open("tr", "id", name)
                .open("th", "scope", "row")
                .element("code", name)
                .close();
        html.element("td", json).element("td", values).end();
    }

    private static String json(JsonType type) {
        return switch (type) {
            case INT -> "number, an integer";
            case VALUE -> "any value";
            default -> type.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String values(BuiltinType.Kind kind) {
        return switch (kind) {
            case STR -> "Unicode text";
            case NUMBER -> "any number, of double precision";
            case INT, INT64 -> "\u22122\u2076\u00b3 to 2\u2076\u00b3 \u2212 1";
            case INT8 -> "\u2212128 to 127";
            case INT16 -> "\u221232768 to 32767";
            case INT32 -> "\u22122\u00b3\u00b9 to 2\u00b3\u00b9 \u2212 1";
            case UINT8 -> "0 to 255";
            case UINT16 -> "0 to 65535";
            case UINT32 -> "0 to 2\u00b3\u00b2 \u2212 1";
            case UINT64 -> "0 to 2\u2076\u2074 \u2212 1";
            case SIZE -> "0 to 2\u2076\u2074 \u2212 1, a number of bytes";
            case BOOL -> "true, false";
            case ANY -> "anything";
            case NULL -> "null";
        };
    }
}
