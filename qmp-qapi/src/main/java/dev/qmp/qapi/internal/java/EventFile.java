package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Event;
import dev.qmp.qapi.Feature;
import java.util.List;
import java.util.Set;

/** Writes the record of an event, and the sealed interface of all events. */
final class EventFile {
    private EventFile() {}

    /** Returns the components: the members of data that the event declares itself, or the data of another type. */
    static List<Component> components(FileContext context, Event event) {
        if (Selection.isNamed(event.argumentType())) {
            return List.of(new Component("data", "", event.argumentType(), false, false, "the data"));
        }
        return context.components().of(event.argumentType(), event);
    }

    static void write(FileContext context, Event event) {
        String name = context.names().type(event);
        JavaWriter out = context.begin(Set.of(JavaNames.BUILDER));
        JavaTypes types = context.types(out);
        List<Component> components = components(context, event);
        Javadoc javadoc = context.docs().of(event, "The event <code>" + event.name() + "</code>.");
        RecordWriter.describe(javadoc, components);
        context.docs().end(javadoc, event);
        javadoc.write(out);
        if (event.hasFeature(Feature.DEPRECATED)) {
            out.line("@{Deprecated}");
        }
        RecordWriter record = new RecordWriter(out, types, name, components);
        record.open("public ", context.names().event());
        record.constructor(List.of());
        record.builder();
        out.blank();
        out.line("@{Override}")
                .open("public {String} eventName()")
                .text("return " + JavaWriter.literal(event.name()) + ";")
                .close();
        record.readers(false);
        record.addTo();
        out.close();
        context.end(name, out);
    }

    /** Writes the interface of all events. */
    static void writeInterface(FileContext context) {
        List<Event> events = context.selection().events();
        String name = context.names().event();
        JavaWriter out = context.begin(Set.of());
        new Javadoc()
                .text("An event of the schema, as the object that its data is.")
                .write(out);
        if (events.stream().anyMatch(event -> event.hasFeature(Feature.DEPRECATED))) {
            out.line("@{SuppressWarnings}(\"deprecation\")");
        }
        out.list(
                "public sealed interface " + name + " extends {TypedObject} permits ",
                events.stream().map(context.names()::type).toList(),
                " {");
        out.indent();
        new Javadoc()
                .text("Returns the event's name on the wire.")
                .tag("return", "the name")
                .write(out);
        out.line("{String} eventName();");
        out.blank();
        new Javadoc()
                .text("Reads an event.")
                .param("name", "its name on the wire")
                .param("data", "its data, an empty object if it has none")
                .tag("return", "the event, empty if the schema has none of that name")
                .tag("throws {ValueTypeException}", "if the data is of another type")
                .write(out);
        out.open("static {Optional}<" + name + "> of({String} name, {JsonObject} data)");
        out.open("return switch (name)");
        for (Event event : events) {
            out.line("case " + JavaWriter.literal(event.name()) + " -> {Optional}.of("
                    + context.names().type(event) + ".fromJson(data));");
        }
        out.line("default -> {Optional}.empty();");
        out.close("};").close().close();
        context.end(name, out);
    }
}
