package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes the provider: what decodes requests, calls the implementation of the interface of commands, and encodes results.
 *
 * <p>Commands are distinguished by a number, in one class for each kind of handler: no class and no lambda for each command, so a start that
 * binds hundreds of them loads three classes.
 *
 * <p>Thread: confined to one generation.
 */
final class ProviderFile {
    private static final String DEPRECATION = "@{SuppressWarnings}(\"deprecation\")";

    private final FileContext context;
    private final JavaWriter out;
    private final Calls calls;
    private final List<Command> values = new ArrayList<>();
    private final List<Command> actions = new ArrayList<>();
    private final List<Command> stages = new ArrayList<>();

    private ProviderFile(FileContext context) {
        this.context = context;
        this.out = context.begin(Set.of("Values", "Actions", "Stages", "Resources"));
        this.calls = new Calls(context, out);
        for (Command command : context.selection().commands()) {
            if (command.coroutine()) {
                stages.add(command);
            } else {
                (Calls.isAction(command) ? actions : values).add(command);
            }
        }
    }

    static void write(FileContext context) {
        new ProviderFile(context).write();
    }

    private void write() {
        String commands = context.names().commands();
        String name = context.names().provider();
        new Javadoc()
                .text("Provides the commands of the schema, served by an implementation of {@link " + commands + "}.")
                .write(out);
        out.open("public abstract class " + name + " implements {CommandProvider}");
        out.line("private final {String} name;");
        out.blank();
        new Javadoc()
                .text("Makes the provider.")
                .param("name", "its name, for messages")
                .write(out);
        out.open("protected " + name + "({String} name)")
                .line("this.name = name;")
                .close();
        out.blank();
        new Javadoc()
                .text("Makes what serves the commands; called once, when the server starts.")
                .param("context", "events, settings and services of the host")
                .tag("return", "the implementation")
                .write(out);
        out.line("protected abstract " + commands + " commands({ProviderContext} context);");
        overrides();
        bind(commands);
        handlers("Values", "ValueHandler", "{JsonValue}", values, commands);
        handlers("Actions", "ActionHandler", "void", actions, commands);
        handlers("Stages", "AsyncHandler", "{CompletionStage}<? extends {JsonValue}>", stages, commands);
        resources();
        out.close();
        context.end(name, out);
    }

    private void overrides() {
        out.blank();
        out.line("@{Override}")
                .open("public {String} name()")
                .line("return name;")
                .close();
        out.blank();
        String resource = context.options().resource();
        out.line("@{Override}")
                .open("public {SchemaSource} schema()")
                .line("return {SchemaSource}.of("
                        + JavaWriter.literal(resource.substring(resource.lastIndexOf('/') + 1)) + ", new Resources());")
                .close();
        out.blank();
        out.line("@{Override}")
                .open("public final void bind({CommandBinder} binder, {ProviderContext} context)")
                .line("bind(binder, commands(context));")
                .close();
    }

    private void bind(String commands) {
        out.blank();
        new Javadoc()
                .text("Binds all commands of the schema.")
                .param("binder", "takes the handlers")
                .param("commands", "serves the commands")
                .write(out);
        out.open("public static void bind({CommandBinder} binder, " + commands + " commands)");
        bind("value", "Values", values);
        bind("action", "Actions", actions);
        bind("async", "Stages", stages);
        out.close();
    }

    private void bind(String method, String handler, List<Command> commands) {
        for (int i = 0; i < commands.size(); i++) {
            out.text("binder." + method + "("
                    + JavaWriter.literal(commands.get(i).name()) + ", new " + handler + "(commands, " + i + "));");
        }
    }

    private void handlers(String name, String supertype, String result, List<Command> handled, String commands) {
        if (handled.isEmpty()) {
            return;
        }
        out.blank();
        if (handled.stream().anyMatch(command -> command.hasFeature(Feature.DEPRECATED))) {
            out.line(DEPRECATION);
        }
        out.open("private static final class " + name + " implements {CommandBinder}." + supertype)
                .text("private final " + commands + " commands;")
                .text("private final int index;")
                .blank()
                .open(name + "(" + commands + " commands, int index)")
                .text("this.commands = commands;")
                .text("this.index = index;")
                .close()
                .blank();
        boolean isAction = name.equals("Actions");
        out.line("@{Override}")
                .open("public " + result
                        + " execute({CommandContext} context, {JsonObject} arguments) throws {Exception}")
                .open("try")
                .open(isAction ? "switch (index)" : "return switch (index)");
        for (int i = 0; i < handled.size(); i++) {
            out.line("case " + i + " -> " + call(handled.get(i)) + ";");
        }
        out.line("default -> throw new {IllegalStateException}(\"no command has number \" + index);")
                .close(isAction ? "}" : "};")
                .close(out.imports().resolve("} catch ({ValueTypeException} e) {"))
                .indent()
                .line("throw new {CommandException}({String}.valueOf(e.getMessage()));")
                .close()
                .close()
                .close();
    }

    private String call(Command command) {
        String arguments = calls.arguments(command);
        String decoded = "";
        if (arguments != null) {
            decoded = command.gen() ? ", " + arguments + ".read({ValueReader}.ofValidated(arguments))" : ", arguments";
        }
        String call = "commands." + context.names().method(command) + "(context" + decoded + ")";
        if (command.coroutine()) {
            return call
                    + (Calls.isAction(command)
                            ? ".thenApply(nothing -> {JsonValue}.EMPTY_JSON_OBJECT)"
                            : ".thenApply(result -> " + calls.write(command, "result") + ")");
        }
        return Calls.isAction(command) ? call : calls.write(command, call);
    }

    private void resources() {
        String resource = context.options().resource();
        String folder = resource.substring(0, resource.lastIndexOf('/') + 1);
        out.blank();
        out.open("private static final class Resources implements {IncludeResolver}")
                .line("@{Override}")
                .open("public byte[] read({String} file) throws {IOException}")
                .open("try ({InputStream} in = " + context.names().provider() + ".class.getResourceAsStream("
                        + JavaWriter.literal(folder) + " + file))")
                .open("if (in == null)")
                .line("throw new {FileNotFoundException}(" + JavaWriter.literal("resource " + folder) + " + file);")
                .close()
                .line("return in.readAllBytes();")
                .close()
                .close()
                .close();
    }
}
