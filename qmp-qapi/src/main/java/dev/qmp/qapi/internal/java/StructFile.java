package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.StructType;
import java.util.List;
import java.util.Set;

/** Writes the record of a struct, or of a command's arguments. */
final class StructFile {
    private StructFile() {}

    static void write(FileContext context, StructType type) {
        Javadoc javadoc = context.docs().of(type, "The struct <code>" + type.name() + "</code>.");
        List<Component> components = context.components().of(type, type);
        RecordWriter.describe(javadoc, components);
        context.docs().end(javadoc, type);
        write(
                context,
                context.names().type(type),
                javadoc,
                components,
                context.selection().hasLists(type));
    }

    /** Writes the record of the arguments that a command declares itself. */
    static void writeArguments(FileContext context, Command command) {
        Javadoc javadoc = new Javadoc().text("The arguments of <code>" + command.name() + "</code>.");
        List<Component> components = context.components().of(command.argumentType(), command);
        RecordWriter.describe(javadoc, components);
        write(context, context.names().type(command), javadoc, components, false);
    }

    private static void write(
            FileContext context, String name, Javadoc javadoc, List<Component> components, boolean hasLists) {
        JavaWriter out = context.begin(Set.of(JavaNames.BUILDER));
        javadoc.write(out);
        RecordWriter record = new RecordWriter(out, context.types(out), name, components);
        record.open("public ", "{TypedObject}");
        record.constructor(List.of());
        record.builder();
        record.readers(hasLists);
        record.addTo();
        out.close();
        context.end(name, out);
    }
}
