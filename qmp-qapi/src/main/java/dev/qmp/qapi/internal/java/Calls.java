package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.StructType;
import dev.qmp.qapi.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server's and the client's side have in common: the arguments and results of commands.
 *
 * <p>Thread: immutable; confined to one generation.
 */
final class Calls {
    /** The most mandatory members that a method takes one by one. */
    static final int MAX_PARAMETERS = 6;

    private final FileContext context;
    private final JavaTypes types;
    private final Imports imports;

    Calls(FileContext context, JavaWriter out) {
        this.context = context;
        this.types = context.types(out);
        this.imports = out.imports();
    }

    /** Returns the class of a command's arguments, null if it has none. */
    @Nullable
    String arguments(Command command) {
        if (!command.gen()) {
            return imports.resolve("{JsonObject}");
        }
        if (Selection.isNamed(command.argumentType())) {
            return types.own(command.argumentType());
        }
        return context.names().hasType(command) ? imports.own(context.names().type(command)) : null;
    }

    /** Tells whether a command returns nothing. */
    static boolean isAction(Command command) {
        return command.returnType().name().equals(StructType.EMPTY_NAME);
    }

    /** Returns the class of what a command returns; Void for nothing. */
    String boxedResult(Command command) {
        if (isAction(command)) {
            return imports.resolve("{Void}");
        }
        return command.gen() ? types.boxed(command.returnType()) : imports.resolve("{JsonValue}");
    }

    /** Returns the Java type of what a command returns. */
    String result(Command command) {
        if (isAction(command)) {
            return "void";
        }
        return command.gen() ? types.plain(command.returnType()) : imports.resolve("{JsonValue}");
    }

    /** Returns the expression that makes JSON of a result. */
    String write(Command command, String value) {
        return command.gen() ? types.write(command.returnType(), value) : value;
    }

    /** Returns the expression that reads a result. */
    String read(Command command, String value) {
        Type type = command.returnType();
        return command.gen() ? types.read(type, imports.resolve("{ValueReader}.of(" + value + ")")) : value;
    }

    /** Begins the comment of a command's method. */
    Javadoc describe(Command command) {
        Javadoc javadoc = context.docs().of(command, "The command <code>" + command.name() + "</code>.");
        if (command.allowOob()) {
            javadoc.text("May run out of band.");
        }
        List<String> errors = context.docs().errors(command);
        if (!errors.isEmpty()) {
            javadoc.text("Errors:").text(errors);
        }
        return javadoc;
    }

    /** Writes the annotation of a deprecated command. */
    static void annotate(Command command, JavaWriter out) {
        if (command.hasFeature(Feature.DEPRECATED)) {
            out.line("@{Deprecated}");
        }
    }

    /** Tells whether classes that call all commands or events must silence warnings. */
    static boolean hasDeprecated(FileContext context) {
        return context.selection().commands().stream().anyMatch(command -> command.hasFeature(Feature.DEPRECATED))
                || context.selection().events().stream().anyMatch(event -> event.hasFeature(Feature.DEPRECATED));
    }

    /** Returns the arguments of a record's constructor when only what is mandatory is given. */
    static List<String> mandatoryOnly(List<Component> components) {
        return components.stream()
                .map(component -> component.isOptional() ? "{Optional}.empty()" : component.name())
                .toList();
    }
}
