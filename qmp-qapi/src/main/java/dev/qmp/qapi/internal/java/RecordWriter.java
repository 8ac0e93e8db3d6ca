package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Type;
import java.util.List;

/**
 * Writes a record that is an object on the wire: a struct, arguments, the data of an event, or a branch of a union.
 *
 * <p>Thread: confined to one generation.
 */
final class RecordWriter {
    /** The most slots that a constructor's parameters may take, less one for the object itself. */
    private static final int MAX_SLOTS = 254;

    private final JavaWriter out;
    private final JavaTypes types;
    private final String name;
    private final List<Component> components;

    /** Prepares a record of that name. */
    RecordWriter(JavaWriter out, JavaTypes types, String name, List<Component> components) {
        this.out = out;
        this.types = types;
        this.name = name;
        this.components = components;
        if (components.size() > MAX_SLOTS / 2) {
            throw new IllegalArgumentException("a Java record cannot have the " + components.size() + " members of '"
                    + name + "'; the most is " + MAX_SLOTS / 2);
        }
    }

    /** Describes the components in the comment of the record. */
    static void describe(Javadoc javadoc, List<Component> components) {
        for (Component component : components) {
            javadoc.param(component.name(), component.doc());
        }
    }

    /** Writes the line that opens the record. */
    void open(String modifiers, String supertype) {
        List<String> parameters = components.stream()
                .map(component -> component.javaType(types) + " " + component.name())
                .toList();
        out.list(modifiers + "record " + name + "(", parameters, ") implements " + supertype + " {");
        out.indent();
    }

    /** Writes the constructor, if there is something to check or to copy, and accessors that are deprecated. */
    void constructor(List<String> furtherChecks) {
        canonical(furtherChecks);
        for (Component component : components) {
            if (component.isDeprecated()) {
                out.blank();
                new Javadoc()
                        .text("Returns the member <code>" + component.wireName() + "</code>.")
                        .tag("return", component.doc())
                        .tag("deprecated", "as its description says")
                        .write(out);
                // The annotation has no effect on a component.
                out.line("@{Deprecated}")
                        .open("public " + component.javaType(types) + " " + component.name() + "()")
                        .text("return this." + component.name() + ";")
                        .close();
            }
        }
    }

    private void canonical(List<String> furtherChecks) {
        boolean needed = !furtherChecks.isEmpty()
                || components.stream()
                        .anyMatch(component -> component.isOptional()
                                || JavaTypes.isReference(component.type())
                                || types.narrowKind(component.type()) != null);
        if (!needed) {
            return;
        }
        Javadoc javadoc = new Javadoc().text("Checks the components, and copies lists.");
        for (Component component : components) {
            javadoc.param(component.name(), "as described above");
        }
        out.blank();
        javadoc.write(out);
        out.open("public " + name);
        for (Component component : components) {
            check(component);
        }
        furtherChecks.forEach(out::line);
        out.close();
    }

    private void check(Component component) {
        String variable = component.name();
        Type type = component.type();
        if (type instanceof ArrayType) {
            if (component.isOptional()) {
                out.open("if (" + variable + ".isPresent())")
                        .line(variable + " = {Optional}.of({List}.copyOf(" + variable + ".get()));")
                        .close();
            } else {
                out.line(variable + " = {List}.copyOf(" + variable + ");");
            }
        } else if (component.isOptional() || JavaTypes.isReference(type)) {
            out.line("{Objects}.requireNonNull(" + variable + ", " + JavaWriter.literal(variable) + ");");
        }
        String kind = types.narrowKind(type);
        if (kind != null && !(component.isOptional() && type instanceof ArrayType)) {
            out.line(kind + ".check(" + variable + ", " + JavaWriter.literal(component.wireName()) + ");");
        } else if (kind != null) {
            out.open("if (" + variable + ".isPresent())")
                    .line(kind + ".check(" + variable + ".get(), " + JavaWriter.literal(component.wireName()) + ");")
                    .close();
        }
        boolean isNull = type instanceof BuiltinType builtin && builtin.kind() == BuiltinType.Kind.NULL;
        if (isNull && !component.isOptional()) {
            out.line("{ValueReader}.of(" + variable + ").nullValue();");
        }
    }

    /** Writes the methods that read: from a value, and from a value in its place in a document. */
    void readers(boolean hasLists) {
        out.blank();
        readersOf(out, name, hasLists, "");
        out.blank();
        new Javadoc()
                .text("Reads a value in place; members that are not known are ignored.")
                .param("in", "where the value is")
                .tag("return", "the value")
                .tag("throws {ValueTypeException}", "if it is of another type")
                .write(out);
        out.open("public static " + name + " read({ValueReader} in)");
        if (components.isEmpty()) {
            out.text("in.object();");
        }
        out.list("return new " + name + "(", components.stream().map(this::read).toList(), ");");
        out.close();
    }

    /** Writes the methods that read and are the same for all types: from a value, and from a list in its place in a document. */
    static void readersOf(JavaWriter out, String name, boolean hasLists, String modifiers) {
        new Javadoc()
                .text("Reads a value.")
                .param("value", "the value")
                .tag("return", "the value, typed")
                .tag("throws {ValueTypeException}", "if it is of another type")
                .write(out);
        out.open((modifiers.isEmpty() ? "public static " : modifiers) + name + " fromJson({JsonValue} value)")
                .line("return read({ValueReader}.of(value));")
                .close();
        if (hasLists) {
            out.blank();
            new Javadoc()
                    .text("Reads an array in place.")
                    .param("in", "where the array is")
                    .tag("return", "its elements")
                    .tag("throws {ValueTypeException}", "if it is of another type")
                    .write(out);
            out.open((modifiers.isEmpty() ? "public static " : modifiers) + "{List}<" + name
                            + "> readList({ValueReader} in)")
                    .line("{List}<" + name + "> list = new {ArrayList}<>();")
                    .open("for ({ValueReader} element : in.elements())")
                    .line("list.add(read(element));")
                    .close()
                    .line("return list;")
                    .close();
        }
    }

    /** Returns the expression that reads a component. */
    String read(Component component) {
        if (component.isBody()) {
            return types.read(component.type(), "in");
        }
        String key = JavaWriter.literal(component.wireName());
        String value = types.read(component.type(), "in.member(" + key + ")");
        return component.isOptional()
                ? "in.has(" + key + ") ? {Optional}.of(" + value + ") : {Optional}.empty()"
                : value;
    }

    /** Opens the method that writes the members. */
    void openAddTo() {
        out.blank();
        out.line("@{Override}").open("public void addTo({JsonObjectBuilder} out)");
    }

    /** Writes the method that writes the members, where each is a component. */
    void addTo() {
        openAddTo();
        components.forEach(this::add);
        out.close();
    }

    /** Writes the statement that writes a component. */
    void add(Component component) {
        String variable = "this." + component.name();
        if (component.isBody()) {
            out.line(variable + ".addTo(out);");
            return;
        }
        String key = JavaWriter.literal(component.wireName());
        if (component.isOptional()) {
            out.open("if (" + variable + ".isPresent())")
                    .line("out.add(" + key + ", " + types.write(component.type(), variable + ".get()") + ");")
                    .close();
        } else {
            out.line("out.add(" + key + ", " + types.write(component.type(), variable) + ");");
        }
    }

    /** Writes the builder, if some components are optional. */
    void builder() {
        if (components.stream().noneMatch(Component::isOptional)) {
            return;
        }
        List<Component> mandatory = Component.mandatory(components);
        out.blank();
        Javadoc javadoc = new Javadoc().text("Begins a value whose optional members are absent.");
        for (Component component : mandatory) {
            javadoc.param(component.name(), "as described above");
        }
        javadoc.tag("return", "a builder").write(out);
        out.list("public static Builder builder(", Component.parameters(mandatory, types), ") {")
                .indent();
        out.list("return new Builder(", mandatory.stream().map(Component::name).toList(), ");");
        out.close();
        out.blank();
        new BuilderWriter(out, types, name, components).write();
    }
}
