package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the class with typed calls of all commands, for a client.
 *
 * <p>Thread: confined to one generation.
 */
final class ClientFile {
    private final FileContext context;
    private final JavaWriter out;
    private final Calls calls;
    private final JavaTypes types;

    private ClientFile(FileContext context) {
        this.context = context;
        this.out = context.begin(Set.of());
        this.calls = new Calls(context, out);
        this.types = context.types(out);
    }

    static void write(FileContext context) {
        new ClientFile(context).write();
    }

    private void write() {
        String name = context.names().client();
        new Javadoc()
                .text("Calls the commands of the schema over a {@link {QmpClient}}.")
                .text("Futures complete as those of that client do; exceptionally with {@link {ValueTypeException}} if"
                        + " what comes back is not what the schema promises. Safe for use by any thread.")
                .write(out);
        out.open("public final class " + name);
        out.line("private final {QmpClient} client;");
        out.blank();
        new Javadoc()
                .text("Calls over a client, which remains the caller's to close.")
                .param("client", "the client")
                .write(out);
        out.open("public " + name + "({QmpClient} client)")
                .text("this.client = client;")
                .close();
        out.blank();
        new Javadoc()
                .text("Returns what this calls over.")
                .tag("return", "the client given")
                .write(out);
        out.open("public {QmpClient} client()").text("return this.client;").close();
        for (Command command : context.selection().commands()) {
            command(command, "execute", "");
            if (command.allowOob()) {
                command(command, "executeOob", "Oob");
            }
        }
        out.close();
        context.end(name, out);
    }

    private void command(Command command, String execute, String suffix) {
        String arguments = calls.arguments(command);
        List<Component> components = command.gen() && context.names().hasType(command)
                ? context.components().of(command.argumentType(), command)
                : List.of();
        List<Component> mandatory = Component.mandatory(components);
        if (arguments != null && !components.isEmpty() && mandatory.size() <= Calls.MAX_PARAMETERS) {
            shortMethod(command, arguments, components, mandatory, suffix);
        }
        Javadoc javadoc = describe(command, suffix);
        if (arguments != null) {
            javadoc.param("arguments", "the arguments");
        }
        List<String> sent = new ArrayList<>(List.of(JavaWriter.literal(command.name())));
        if (arguments != null) {
            sent.add(command.gen() ? "arguments.toJson()" : "arguments");
        }
        method(command, suffix, javadoc, arguments == null ? List.of() : List.of(arguments + " arguments"));
        String call = "this.client." + execute + "(" + String.join(", ", sent) + ")";
        String then = then(command);
        out.line("return " + call + (then == null ? ";" : then + ";"));
        out.close();
    }

    private void shortMethod(
            Command command, String arguments, List<Component> components, List<Component> mandatory, String suffix) {
        Javadoc javadoc = describe(command, suffix);
        if (mandatory.size() < components.size()) {
            javadoc.text("The optional arguments are left out.");
        }
        RecordWriter.describe(javadoc, mandatory);
        method(command, suffix, javadoc, Component.parameters(mandatory, types));
        out.list(
                "return " + context.names().method(command) + suffix + "(new " + arguments + "(",
                Calls.mandatoryOnly(components),
                "));");
        out.close();
    }

    private Javadoc describe(Command command, String suffix) {
        Javadoc javadoc = calls.describe(command);
        if (!suffix.isEmpty()) {
            javadoc.text("This runs it out of band: at once, whatever the server is busy with.");
        }
        if (!command.successResponse()) {
            javadoc.text("There is no reply on success: the future completes only if the command fails or the"
                    + " connection ends.");
        }
        return javadoc;
    }

    /** Writes the head of a method and leaves its body open. */
    private void method(Command command, String suffix, Javadoc javadoc, List<String> parameters) {
        javadoc.tag(
                "return",
                "completes with "
                        + (Calls.isAction(command) ? "null" : context.docs().returns(command)));
        context.docs().end(javadoc, command);
        out.blank();
        javadoc.write(out);
        Calls.annotate(command, out);
        out.list(
                "public {CompletableFuture}<" + calls.boxedResult(command) + "> "
                        + context.names().method(command) + suffix + "(",
                parameters,
                ") {");
        out.indent();
    }

    /** Returns the conversion of the reply, null if it is not converted. */
    private @Nullable String then(Command command) {
        if (Calls.isAction(command)) {
            return ".thenAccept(value -> {})";
        }
        return command.gen() ? ".thenApply(value -> " + calls.read(command, "value") + ")" : null;
    }
}
