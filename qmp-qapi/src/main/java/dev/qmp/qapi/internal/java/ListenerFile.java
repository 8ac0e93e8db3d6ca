package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Event;
import dev.qmp.qapi.Feature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes the interface with a method for each event, which a client implements. */
final class ListenerFile {
    private ListenerFile() {}

    static void write(FileContext context) {
        String name = context.names().listener();
        JavaWriter out = context.begin(Set.of());
        new Javadoc()
                .text("Hears the events of the schema; see {@link {QmpListener}} for threads and order.")
                .write(out);
        if (Calls.hasDeprecated(context)) {
            out.line("@{SuppressWarnings}(\"deprecation\")");
        }
        out.open("public interface " + name + " extends {QmpListener}");
        out.line("@{Override}").open("default void onEvent({QmpEvent} message)");
        out.open("switch (message.name())");
        NameScope scope = NameScope.ofMembers(Set.of());
        for (String own :
                new String[] {"onEvent", "onLost", "onReconnected", "onDisconnected", "onClosed", "onOther"}) {
            scope.allocate(own);
        }
        Map<Event, String> methods = new LinkedHashMap<>();
        for (Event event : context.selection().events()) {
            String method = scope.allocate("on" + Identifiers.typeOfCapitals(event.name()));
            methods.put(event, method);
            out.text("case " + JavaWriter.literal(event.name()) + " -> " + method + "("
                    + context.names().type(event) + ".fromJson(message.data()), message);");
        }
        out.text("default -> onOther(message);").close().close();
        methods.forEach((event, method) -> method(context, event, method, out));
        out.blank();
        new Javadoc()
                .text("Hears an event that the schema does not have; does nothing by default.")
                .param("message", "the event")
                .write(out);
        out.line("default void onOther({QmpEvent} message) {}");
        out.close();
        context.end(name, out);
    }

    private static void method(FileContext context, Event event, String method, JavaWriter out) {
        Javadoc javadoc = context.docs()
                .of(event, "The event <code>" + event.name() + "</code>.")
                .param("event", "the event")
                .param("message", "the event as it came, with its time");
        context.docs().end(javadoc, event);
        out.blank();
        javadoc.write(out);
        if (event.hasFeature(Feature.DEPRECATED)) {
            out.line("@{Deprecated}");
        }
        out.line("default void " + method + "(" + context.names().type(event) + " event, {QmpEvent} message) {}");
    }
}
