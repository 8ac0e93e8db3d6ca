package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Feature;
import java.util.List;
import java.util.Set;

/** Writes the Java enumeration of an enumeration. */
final class EnumFile {
    private EnumFile() {}

    static void write(FileContext context, EnumType type) {
        JavaWriter out = context.begin(Set.of());
        String name = context.names().type(type);
        List<EnumValue> values = context.selection().values(type);
        Javadoc javadoc = context.docs().of(type, "The enumeration <code>" + type.name() + "</code>.");
        context.docs().end(javadoc, type);
        javadoc.write(out);
        out.open("public enum " + name + " implements {TypedValue}");
        for (int i = 0; i < values.size(); i++) {
            EnumValue value = values.get(i);
            new Javadoc()
                    .text(context.docs().named(type, value.name(), value.condition(), value.features()))
                    .write(out);
            if (value.hasFeature(Feature.DEPRECATED)) {
                out.line("@{Deprecated}");
            }
            out.text(context.names().constant(type, value.name()) + "(" + JavaWriter.literal(value.name()) + ")"
                    + (i + 1 < values.size() ? "," : ";"));
        }
        if (values.isEmpty()) {
            out.text(";");
        }
        out.blank();
        out.line("private final {JsonString} json;");
        out.blank();
        out.open(name + "({String} wireName)")
                .line("this.json = {JsonValues}.string(wireName);")
                .close();
        out.blank();
        new Javadoc()
                .text("Returns the value's name on the wire.")
                .tag("return", "the name")
                .write(out);
        out.open("public {String} wireName()").line("return json.getString();").close();
        out.blank();
        out.line("@{Override}")
                .open("public {JsonString} toJson()")
                .line("return json;")
                .close();
        lookUp(context, type, name, out, values);
        out.blank();
        RecordWriter.readersOf(out, name, context.selection().hasLists(type), "");
        out.blank();
        new Javadoc()
                .text("Reads a value in place.")
                .param("in", "where the value is")
                .tag("return", "the value")
                .tag("throws {ValueTypeException}", "if it is not a string, or not one of these")
                .write(out);
        out.open("public static " + name + " read({ValueReader} in)")
                .line("{Optional}<" + name + "> found = ofWireName(in.string());")
                .open("if (found.isEmpty())")
                .line("throw in.unknownEnumValue();")
                .close()
                .line("return found.get();")
                .close();
        out.close();
        context.end(name, out);
    }

    private static void lookUp(
            FileContext context, EnumType type, String name, JavaWriter out, List<EnumValue> values) {
        out.blank();
        new Javadoc()
                .text("Finds a value by its name on the wire.")
                .param("wireName", "the name")
                .tag("return", "the value, empty if there is none of that name")
                .write(out);
        out.open("public static {Optional}<" + name + "> ofWireName({String} wireName)");
        out.open("return switch (wireName)");
        for (EnumValue value : values) {
            out.line("case " + JavaWriter.literal(value.name()) + " -> {Optional}.of("
                    + context.names().constant(type, value.name()) + ");");
        }
        out.line("default -> {Optional}.empty();");
        out.close("};").close();
    }
}
