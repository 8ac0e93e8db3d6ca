package dev.qmp.qapi;

import dev.qmp.qapi.internal.compare.ShapeWalk;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares two declarations of one command by what goes over the wire: the one that a handler was written for, and the one
 * that a schema makes to clients. Names of types, their order, documentation and flags do not matter.
 */
public final class ShapeComparison {
    private ShapeComparison() {}

    /**
     * A difference between the two declarations.
     *
     * @param path where: {@code arguments} or {@code result}, then members, {@code []} for elements
     * @param text what
     * @param isTolerable whether the handler can serve the schema all the same: it only never sees, or never sends,
     *     something; or it is given a name out of a list that it does not know, and answers with an error of its own
     */
    public record Difference(String path, String text, boolean isTolerable) {
        @Override
        public String toString() {
            return path + ": " + text;
        }
    }

    /**
     * Compares two declarations of a command.
     *
     * @param handled the schema that the handler was written for
     * @param handler the command in it
     * @param declared the schema that clients see
     * @param command the command in it
     * @return the differences; empty if the shapes match
     */
    public static List<Difference> compare(Schema handled, Command handler, Schema declared, Command command) {
        List<Difference> differences = new ArrayList<>();
        new ShapeWalk(declared.configuration(), handled.configuration(), true, differences)
                .compare(command.argumentType(), handler.argumentType(), "arguments");
        new ShapeWalk(handled.configuration(), declared.configuration(), false, differences)
                .compare(handler.returnType(), command.returnType(), "result");
        return differences;
    }

    /**
     * Says in one text why a handler cannot serve a command, naming both places.
     *
     * @param handler the command that the handler was written for
     * @param command the command that clients see
     * @param differences the differences to name
     * @return one line
     */
    public static String explain(Command handler, Command command, List<Difference> differences) {
        StringBuilder out = new StringBuilder("the handler of ")
                .append(handler.describe())
                .append(" (")
                .append(handler.source())
                .append(") does not fit its declaration (")
                .append(command.source())
                .append(")");
        String separator = ": ";
        for (Difference difference : differences) {
            out.append(separator).append(difference);
            separator = "; ";
        }
        return out.toString();
    }
}
