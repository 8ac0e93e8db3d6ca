package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the interface with a method for each command, which a server implements. */
final class CommandsFile {
    private CommandsFile() {}

    static void write(FileContext context) {
        JavaWriter out = context.begin(Set.of());
        Calls calls = new Calls(context, out);
        new Javadoc()
                .text("The commands of the schema, to be implemented by a server.")
                .text("Arguments have been checked when a method is called. A method answers with an error by throwing"
                        + " {@link {CommandException}}; any other exception is logged and answered with a generic"
                        + " error. Methods of commands that may run out of band may be called by the I/O thread, at the"
                        + " same moment as any other: they must not block.")
                .write(out);
        out.open("public interface " + context.names().commands());
        boolean isFirst = true;
        for (Command command : context.selection().commands()) {
            if (!isFirst) {
                out.blank();
            }
            isFirst = false;
            method(context, calls, command, out);
        }
        out.close();
        context.end(context.names().commands(), out);
    }

    private static void method(FileContext context, Calls calls, Command command, JavaWriter out) {
        List<String> parameters = new ArrayList<>();
        parameters.add("{CommandContext} context");
        Javadoc javadoc = calls.describe(command).param("context", "the circumstances of the request");
        String arguments = calls.arguments(command);
        if (arguments != null) {
            parameters.add(arguments + " arguments");
            javadoc.param("arguments", "the arguments");
        }
        if (command.coroutine()) {
            javadoc.tag(
                    "return",
                    "completes with "
                            + (Calls.isAction(command) ? "null" : context.docs().returns(command)));
        } else if (!Calls.isAction(command)) {
            javadoc.tag("return", context.docs().returns(command));
        }
        javadoc.tag("throws {Exception}", "to answer with an error");
        context.docs().end(javadoc, command);
        javadoc.write(out);
        Calls.annotate(command, out);
        String result =
                command.coroutine() ? "{CompletionStage}<" + calls.boxedResult(command) + ">" : calls.result(command);
        out.list(result + " " + context.names().method(command) + "(", parameters, ") throws {Exception};");
    }
}
