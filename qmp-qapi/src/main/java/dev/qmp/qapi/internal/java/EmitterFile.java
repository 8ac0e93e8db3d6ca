package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Event;
import dev.qmp.qapi.Feature;
import java.util.List;
import java.util.Set;

/** Writes the class with a method for each event, which a server calls. */
final class EmitterFile {
    private EmitterFile() {}

    static void write(FileContext context) {
        String name = context.names().emitter();
        JavaWriter out = context.begin(Set.of());
        JavaTypes types = context.types(out);
        new Javadoc()
                .text("Emits the events of the schema. Safe for use by any thread.")
                .write(out);
        out.open("public final class " + name);
        out.line("private final {EventEmitter} events;");
        out.blank();
        new Javadoc()
                .text("Makes the emitter.")
                .param("events", "the host's way out for events")
                .write(out);
        out.open("public " + name + "({EventEmitter} events)")
                .text("this.events = events;")
                .close();
        out.blank();
        new Javadoc().text("Emits an event.").param("event", "the event").write(out);
        out.open("public void emit(" + context.names().event() + " event)")
                .line("{JsonObject} data = event.toJson();")
                .open("if (data.isEmpty())")
                .text("this.events.emit(event.eventName());")
                .close("} else {")
                .indent()
                .text("this.events.emit(event.eventName(), data);")
                .close()
                .close();
        for (Event event : context.selection().events()) {
            method(context, event, types, out);
        }
        out.close();
        context.end(name, out);
    }

    private static void method(FileContext context, Event event, JavaTypes types, JavaWriter out) {
        List<Component> components = EventFile.components(context, event);
        List<Component> mandatory = Component.mandatory(components);
        String record = context.names().type(event);
        String method = context.names().method(event);
        Javadoc javadoc = context.docs().of(event, "The event <code>" + event.name() + "</code>.");
        boolean isShort = mandatory.size() <= Calls.MAX_PARAMETERS;
        if (isShort && mandatory.size() < components.size()) {
            javadoc.text("The optional members are left out; use {@link #emit} where they are wanted.");
        }
        if (isShort) {
            RecordWriter.describe(javadoc, mandatory);
        } else {
            javadoc.param("event", "the event");
        }
        context.docs().end(javadoc, event);
        out.blank();
        javadoc.write(out);
        if (event.hasFeature(Feature.DEPRECATED)) {
            out.line("@{Deprecated}");
        }
        if (components.isEmpty()) {
            out.open("public void " + method + "()")
                    .text("this.events.emit(" + JavaWriter.literal(event.name()) + ");")
                    .close();
        } else if (isShort) {
            out.list("public void " + method + "(", Component.parameters(mandatory, types), ") {")
                    .indent();
            out.list("emit(new " + record + "(", Calls.mandatoryOnly(components), "));")
                    .close();
        } else {
            out.open("public void " + method + "(" + record + " event)")
                    .text("emit(event);")
                    .close();
        }
    }
}
