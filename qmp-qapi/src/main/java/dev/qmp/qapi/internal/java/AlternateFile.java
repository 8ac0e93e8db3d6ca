package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.JsonType;
import dev.qmp.qapi.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the sealed interface of an alternate, with a record for each branch. */
final class AlternateFile {
    private AlternateFile() {}

    static void write(FileContext context, AlternateType alternate) {
        String name = context.names().type(alternate);
        NameScope scope = NameScope.ofTypes(Set.of(JavaNames.BUILDER));
        scope.allocate(name);
        Map<Alternative, String> branches = new LinkedHashMap<>();
        for (Alternative branch : context.selection().alternatives(alternate)) {
            branches.put(branch, scope.allocate(Identifiers.type(branch.name())));
        }
        JavaWriter out = context.begin(new HashSet<>(branches.values()));
        JavaTypes types = context.types(out);
        Javadoc javadoc = context.docs().of(alternate, "The alternate <code>" + alternate.name() + "</code>.");
        context.docs().end(javadoc, alternate);
        javadoc.write(out);
        // Conditions may have left no branch at all: then there are no values.
        out.open("public " + (branches.isEmpty() ? "" : "sealed ") + "interface " + name + " extends {TypedValue}");
        RecordWriter.readersOf(out, name, context.selection().hasLists(alternate), "static ");
        out.blank();
        new Javadoc()
                .text("Reads a value in place.")
                .param("in", "where the value is")
                .tag("return", "the value")
                .tag("throws {ValueTypeException}", "if it is of another type")
                .write(out);
        out.open("static " + name + " read({ValueReader} in)");
        if (branches.isEmpty()) {
            out.line("throw in.noBranch(" + JavaWriter.literal(alternate.name()) + ");");
        } else {
            out.open("return switch (in.type())");
            branches.forEach((branch, record) -> out.line("case " + valueTypes(branch.type()) + " -> new " + record
                    + "(" + (isNull(branch.type()) ? "" : types.read(branch.type(), "in")) + ");"));
            if (!coversAll(branches)) {
                out.line("default -> throw in.noBranch(" + JavaWriter.literal(alternate.name()) + ");");
            }
            out.close("};");
        }
        out.close();
        branches.forEach((branch, record) -> branch(context, alternate, branch, record, out));
        out.close();
        context.end(name, out);
    }

    private static void branch(
            FileContext context, AlternateType alternate, Alternative branch, String name, JavaWriter out) {
        JavaTypes types = context.types(out);
        String doc = context.docs().named(alternate, branch.name(), branch.condition(), List.of());
        boolean isNull = isNull(branch.type());
        List<Component> components =
                isNull ? List.of() : List.of(new Component("value", branch.name(), branch.type(), false, false, doc));
        Javadoc javadoc =
                new Javadoc().text("The branch <code>" + branch.name() + "</code>" + (isNull ? ": " + doc : "."));
        RecordWriter.describe(javadoc, components);
        out.blank();
        javadoc.write(out);
        RecordWriter record = new RecordWriter(out, types, name, components);
        record.open("", context.names().type(alternate));
        record.constructor(List.of());
        out.blank();
        out.line("@{Override}")
                .open("public {JsonValue} toJson()")
                .line("return " + (isNull ? "{JsonValue}.NULL" : types.write(branch.type(), "this.value")) + ";")
                .close();
        out.close();
    }

    private static boolean isNull(Type type) {
        return type.jsonType() == JsonType.NULL;
    }

    private static boolean coversAll(Map<Alternative, String> branches) {
        Set<String> covered = new HashSet<>();
        branches.keySet().forEach(branch -> covered.add(valueTypes(branch.type())));
        return covered.size() == 6;
    }

    /** Returns the JSON types that a branch takes, as constants of {@code JsonValue.ValueType}. */
    private static String valueTypes(Type type) {
        if (type instanceof ArrayType) {
            return "ARRAY";
        }
        if (type instanceof BuiltinType) {
            return switch (type.jsonType()) {
                case BOOLEAN -> "TRUE, FALSE";
                case STRING -> "STRING";
                case NULL -> "NULL";
                default -> "NUMBER";
            };
        }
        return type.jsonType() == JsonType.STRING ? "STRING" : "OBJECT";
    }
}
