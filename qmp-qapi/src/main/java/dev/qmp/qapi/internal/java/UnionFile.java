package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the sealed interface of a union, with a record for each written branch and one for all values of the tag that have none.
 *
 * <p>Thread: confined to one generation.
 */
final class UnionFile {
    private final FileContext context;
    private final UnionType union;
    private final String name;
    private final EnumType tagType;
    private final Map<Variant, String> branches = new LinkedHashMap<>();
    private final List<EnumValue> others = new ArrayList<>();
    private final String otherName;
    private final JavaWriter out;
    private final JavaTypes types;
    private final List<Component> base;
    private final Component tag;

    private UnionFile(FileContext context, UnionType union) {
        this.context = context;
        this.union = union;
        this.name = context.names().type(union);
        this.tagType = (EnumType) union.tag().type();
        NameScope scope = NameScope.ofTypes(Set.of(JavaNames.BUILDER));
        scope.allocate(name);
        Set<String> nested = new HashSet<>(Set.of(JavaNames.BUILDER));
        Set<String> written = new HashSet<>();
        for (Variant variant : context.selection().branches(union)) {
            String branch = scope.allocate(Identifiers.type(variant.name()));
            branches.put(variant, branch);
            nested.add(branch);
            written.add(variant.name());
        }
        for (EnumValue value : context.selection().values(tagType)) {
            if (!written.contains(value.name())) {
                others.add(value);
            }
        }
        this.otherName = scope.allocate("Other");
        nested.add(otherName);
        this.out = context.begin(nested);
        this.types = context.types(out);
        this.base = context.components().of(union, union);
        this.tag = base.stream()
                .filter(component -> component.wireName().equals(union.tag().name()))
                .findFirst()
                .orElseThrow();
    }

    static void write(FileContext context, UnionType union) {
        new UnionFile(context, union).write();
    }

    private void write() {
        Javadoc javadoc = context.docs().of(union, "The union <code>" + union.name() + "</code>.");
        context.docs().end(javadoc, union);
        javadoc.write(out);
        out.open("public sealed interface " + name + " extends {TypedObject}");
        for (Component component : base) {
            new Javadoc()
                    .text("Returns the member <code>" + component.wireName() + "</code>.")
                    .tag("return", component.doc())
                    .write(out);
            if (component.isDeprecated()) {
                out.line("@{Deprecated}");
            }
            out.text(component.javaType(types) + " " + component.name() + "();");
            out.blank();
        }
        RecordWriter.readersOf(out, name, context.selection().hasLists(union), "static ");
        out.blank();
        reader();
        branches.forEach(this::branch);
        if (!others.isEmpty()) {
            other();
        }
        out.close();
        context.end(name, out);
    }

    private void reader() {
        new Javadoc()
                .text("Reads a value in place; members that are not known are ignored.")
                .param("in", "where the value is")
                .tag("return", "the value")
                .tag("throws {ValueTypeException}", "if it is of another type")
                .write(out);
        boolean suppress = branches.keySet().stream().anyMatch(variant -> isDeprecated(variant.name()))
                || others.stream().anyMatch(value -> value.hasFeature(Feature.DEPRECATED));
        if (suppress) {
            out.line("@{SuppressWarnings}(\"deprecation\")");
        }
        out.open("static " + name + " read({ValueReader} in)");
        RecordWriter record = new RecordWriter(out, types, name, base);
        // A local variable must not hide what a type's full name begins with.
        String root = context.options().packageName().split("\\.", -1)[0];
        NameScope scope = NameScope.ofMembers(new HashSet<>(List.of("in", root)));
        Map<Component, String> locals = new HashMap<>();
        for (Component component : base) {
            String local = scope.allocate(component.name());
            locals.put(component, local);
            out.line(component.javaType(types) + " " + local + " = " + record.read(component) + ";");
        }
        out.open("return switch (" + locals.get(tag) + ")");
        branches.forEach((variant, branch) -> {
            List<String> values = new ArrayList<>();
            base.stream()
                    .filter(component -> !component.equals(tag))
                    .map(locals::get)
                    .forEach(values::add);
            values.add(types.read(variant.type(), "in"));
            out.list("case " + constant(variant.name()) + " -> new " + branch + "(", values, ");");
        });
        if (!others.isEmpty()) {
            out.list(
                    "default -> new " + otherName + "(",
                    base.stream().map(locals::get).toList(),
                    ");");
        }
        out.close("};").close();
    }

    private List<Component> branchComponents(Variant variant) {
        List<Component> components = new ArrayList<>(base);
        components.remove(tag);
        components.add(new Component(
                Components.bodyName("body", components),
                "",
                variant.type(),
                false,
                false,
                "the members that come with this value of the tag"));
        return components;
    }

    private void branch(Variant variant, String branch) {
        List<Component> components = branchComponents(variant);
        String constant = types.own(tagType) + "." + constant(variant.name());
        Javadoc javadoc = new Javadoc()
                .text("<code>" + union.tag().name() + "</code> is <code>" + variant.name() + "</code>."
                        + (variant.condition().isPresent()
                                ? " Exists if "
                                        + DocText.escape(variant.condition().toString()) + "."
                                : ""));
        RecordWriter.describe(javadoc, components);
        out.blank();
        javadoc.write(out);
        RecordWriter record = new RecordWriter(out, types, branch, components);
        record.open("", name);
        record.constructor(List.of());
        record.builder();
        boolean isDeprecated = isDeprecated(variant.name());
        out.blank();
        if (isDeprecated) {
            out.line("@{SuppressWarnings}(\"deprecation\")");
        }
        out.line("@{Override}")
                .open("public " + types.plain(tagType) + " " + tag.name() + "()")
                .text("return " + constant + ";")
                .close();
        record.openAddTo();
        for (Component component : base) {
            if (component.equals(tag)) {
                out.text("out.add(" + JavaWriter.literal(tag.wireName()) + ", " + tag.name() + "().toJson());");
            } else {
                record.add(component);
            }
        }
        record.add(components.get(components.size() - 1));
        out.close().close();
    }

    private void other() {
        Javadoc javadoc = new Javadoc().text("Any value of the tag that brings no members.");
        RecordWriter.describe(javadoc, base);
        out.blank();
        javadoc.write(out);
        RecordWriter record = new RecordWriter(out, types, otherName, base);
        boolean suppress = branches.keySet().stream().anyMatch(variant -> isDeprecated(variant.name()));
        if (suppress) {
            out.line("@{SuppressWarnings}(\"deprecation\")");
        }
        record.open("", name);
        record.constructor(branches.isEmpty() ? List.of() : refusal());
        record.builder();
        record.addTo();
        out.close();
    }

    /** Refuses the tags of written branches. */
    private List<String> refusal() {
        List<String> lines = new ArrayList<>();
        lines.add("switch (" + tag.name() + ") {");
        for (Variant variant : branches.keySet()) {
            lines.add("    case " + constant(variant.name()) + " -> throw new {IllegalArgumentException}("
                    + JavaWriter.literal("the branch '" + variant.name() + "' has a record of its own") + ");");
        }
        lines.add("    default -> {}");
        lines.add("}");
        return lines;
    }

    private String constant(String value) {
        return context.names().constant(tagType, value);
    }

    private boolean isDeprecated(String value) {
        return tagType.value(value).orElseThrow().hasFeature(Feature.DEPRECATED);
    }
}
