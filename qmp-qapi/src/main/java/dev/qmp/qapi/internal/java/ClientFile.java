package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Command;
import java.util.List;
import java.util.Set;

/**
 * Writes the classes with typed calls of all commands, for a client: one returns futures, the other waits for replies.
 *
 * <p>Thread: confined to one generation.
 */
final class ClientFile {
    /** What the names of methods end in that run a command out of band. */
    private static final String OUT_OF_BAND = "Oob";

    private final FileContext context;
    private final JavaWriter out;
    private final Calls calls;
    private final JavaTypes types;
    private final boolean blocking;

    private ClientFile(FileContext context, boolean blocking) {
        this.context = context;
        this.blocking = blocking;
        this.out = context.begin(Set.of());
        this.calls = new Calls(context, out);
        this.types = context.types(out);
    }

    static void write(FileContext context, boolean blocking) {
        new ClientFile(context, blocking).write();
    }

    private void write() {
        String name =
                blocking ? context.names().blockingClient() : context.names().client();
        new Javadoc()
                .text("Calls the commands of the schema over a {@link {QmpClient}}"
                        + (blocking ? ", and waits for their replies." : "."))
                .text(
                        blocking
                                ? "What that client throws is passed on, its {@link {QmpCommandException}} too; {@link {ValueTypeException}} is thrown if what comes"
                                        + " back is not what the schema promises. Safe for use by any thread."
                                : "Futures complete as those of that client do; exceptionally with"
                                        + " {@link {ValueTypeException}} if what comes back is not what the schema promises."
                                        + " Safe for use by any thread.")
                .write(out);
        out.open("public final class " + name);
        out.line("private final {QmpClient} client;");
        out.line("private final {QmpCallOptions} options;");
        out.blank();
        new Javadoc()
                .text("Calls over a client, which remains the caller's to close.")
                .param("client", "the client")
                .write(out);
        out.open("public " + name + "({QmpClient} client)")
                .text("this(client, " + out.imports().resolve("{QmpCallOptions}") + ".DEFAULT);")
                .close();
        out.blank();
        if (blocking) {
            // Made by the other one, too.
            out.open(name + "({QmpClient} client, {QmpCallOptions} options)");
        } else {
            out.open("private " + name + "({QmpClient} client, {QmpCallOptions} options)");
        }
        out.text("this.client = client;").text("this.options = options;").close();
        out.blank();
        new Javadoc()
                .text("Returns what this calls over.")
                .tag("return", "the client given")
                .write(out);
        out.open("public {QmpClient} client()").text("return this.client;").close();
        out.blank();
        new Javadoc()
                .text("Returns the same calls with another limit on the wait for each reply.")
                .param("timeout", "more than zero")
                .tag("return", "calls over the same client")
                .write(out);
        out.open("public " + name + " within({Duration} timeout)")
                .text("return new " + name + "(this.client, this.options.within(timeout));")
                .close();
        if (!blocking) {
            String other = context.names().blockingClient();
            out.blank();
            new Javadoc()
                    .text("Returns the same calls, which wait for their replies.")
                    .tag("return", "calls over the same client, with the same limit")
                    .write(out);
            out.open("public " + other + " blocking()")
                    .text("return new " + other + "(this.client, this.options);")
                    .close();
        }
        for (Command command : context.selection().commands()) {
            command(command, "");
            if (command.allowOob()) {
                command(command, OUT_OF_BAND);
            }
        }
        out.close();
        context.end(name, out);
    }

    private void command(Command command, String suffix) {
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
        method(command, suffix, javadoc, arguments == null ? List.of() : List.of(arguments + " arguments"));
        String sent =
                arguments == null ? "{JsonValues}.EMPTY_OBJECT" : command.gen() ? "arguments.toJson()" : "arguments";
        String call = "this.client." + (blocking ? "call(" : "execute(") + JavaWriter.literal(command.name()) + ", "
                + sent + ", this.options" + (suffix.isEmpty() ? ")" : ".asOutOfBand())");
        out.line(result(command, call));
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
                (returnsNothing(command) ? "" : "return ") + context.names().method(command) + suffix + "(new "
                        + arguments + "(",
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
            javadoc.text("There is no reply on success: the "
                    + (blocking ? "call ends" : "future completes")
                    + " only if the command fails, the connection ends, or the time is over.");
        }
        return javadoc;
    }

    /** Writes the head of a method and leaves its body open. */
    private void method(Command command, String suffix, Javadoc javadoc, List<String> parameters) {
        if (!blocking) {
            javadoc.tag(
                    "return",
                    "completes with "
                            + (Calls.isAction(command) ? "null" : context.docs().returns(command)));
        } else {
            if (!returnsNothing(command)) {
                javadoc.tag("return", context.docs().returns(command));
            }
            javadoc.tag("throws {IOException}", "if no reply comes in time, or the connection ends");
        }
        context.docs().end(javadoc, command);
        out.blank();
        javadoc.write(out);
        Calls.annotate(command, out);
        String type = blocking ? calls.result(command) : "{CompletableFuture}<" + calls.boxedResult(command) + ">";
        out.list(
                "public " + type + " " + context.names().method(command) + suffix + "(",
                parameters,
                blocking ? ") throws {IOException} {" : ") {");
        out.indent();
    }

    private boolean returnsNothing(Command command) {
        return blocking && Calls.isAction(command);
    }

    /** Returns the statement that makes a call and converts its reply. */
    private String result(Command command, String call) {
        if (blocking) {
            return Calls.isAction(command) ? call + ";" : "return " + calls.read(command, call) + ";";
        }
        if (Calls.isAction(command)) {
            return "return " + call + ".thenAccept(value -> {});";
        }
        return "return " + call + (command.gen() ? ".thenApply(value -> " + calls.read(command, "value") + ");" : ";");
    }
}
