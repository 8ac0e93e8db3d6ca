package dev.qmp.qapi.internal.java;

import java.util.List;

/**
 * Writes the builder of a record: what is mandatory is given when it is made, what is optional has a method.
 *
 * <p>Thread: confined to one generation.
 */
final class BuilderWriter {
    private final JavaWriter out;
    private final JavaTypes types;
    private final String record;
    private final List<Component> components;

    BuilderWriter(JavaWriter out, JavaTypes types, String record, List<Component> components) {
        this.out = out;
        this.types = types;
        this.record = record;
        this.components = components;
    }

    void write() {
        List<Component> mandatory = Component.mandatory(components);
        new Javadoc()
                .text("Collects the members of a value. Not safe for use by several threads at once.")
                .write(out);
        out.open("public static final class Builder");
        for (Component component : components) {
            out.line(
                    component.isOptional()
                            ? "private " + component.javaType(types) + " " + component.name() + " = {Optional}.empty();"
                            : "private final " + component.javaType(types) + " " + component.name() + ";");
        }
        out.blank();
        out.list("private Builder(", Component.parameters(mandatory, types), ") {")
                .indent();
        for (Component component : mandatory) {
            out.line("this." + component.name() + " = " + component.name() + ";");
        }
        out.close();
        for (Component component : components) {
            if (component.isOptional()) {
                setter(component);
            }
        }
        out.blank();
        new Javadoc().text("Makes the value.").tag("return", "the value").write(out);
        out.open("public " + record + " build()");
        out.list(
                "return new " + record + "(",
                components.stream().map(component -> "this." + component.name()).toList(),
                ");");
        out.close();
        out.close();
    }

    private void setter(Component component) {
        out.blank();
        new Javadoc()
                .text("Sets an optional member.")
                .param(component.name(), component.doc())
                .tag("return", "this builder")
                .write(out);
        if (component.isDeprecated()) {
            out.line("@{Deprecated}");
        }
        out.open("public Builder " + component.name() + "(" + types.plain(component.type()) + " " + component.name()
                        + ")")
                .line("this." + component.name() + " = {Optional}.of(" + component.name() + ");")
                .line("return this;")
                .close();
    }
}
