package dev.qmp.qapi.diff;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import java.util.List;

/**
 * What changed between two schemas, judged for clients and for servers.
 *
 * <p>Types are compared by what goes over the wire wherever commands and events use them; neither their names matter nor the
 * order of what they declare. What exists is decided by each schema's {@link dev.qmp.qapi.Configuration}; where neither
 * filters, changed conditions are changes. Introspection does not tell conditions, integer types, names of types and most
 * flags: where one of the schemas is introspection, these are not compared.
 *
 * <p>Thread: immutable.
 */
public final class SchemaDiff {
    private final List<Change> changes;

    private SchemaDiff(List<Change> changes) {
        this.changes = List.copyOf(changes);
    }

    /**
     * Compares two schemas.
     *
     * @param older the schema that clients and servers were written for
     * @param newer the schema that the other side has
     * @return the changes
     */
    public static SchemaDiff of(Schema older, Schema newer) {
        Comparison.Context context =
                new Comparison.Context(new Version(older), new Version(newer), Rules.ofSchemas(), false);
        Reach reach = new Reach(context);
        EntityComparison entities = new EntityComparison(context, reach);
        entities.commands();
        entities.events();
        if (context.areSources()) {
            entities.types();
        }
        return new SchemaDiff(reach.changes());
    }

    /**
     * Tells whether a handler can serve a command: compares the shapes of arguments and result of the command that the handler
     * was written for with those of the command that clients see. Requests are validated against the latter before the handler
     * gets them; so it may be given a name out of a list that it does not know, which it refuses by itself. Features and flags
     * are not compared, and it does not help that something is unstable.
     *
     * @param handled the schema that the handler was written for
     * @param handler the command in it
     * @param declared the schema that clients see
     * @param command the command in it
     * @return the changes; the handler fits if none of them breaks {@link Peer#SERVER}
     */
    public static SchemaDiff ofHandler(Schema handled, Command handler, Schema declared, Command command) {
        Comparison.Context context =
                new Comparison.Context(new Version(handled), new Version(declared), Rules.ofHandler(), true);
        Reach reach = new Reach(context);
        new EntityComparison(context, reach).command(handler, command);
        return new SchemaDiff(reach.changes());
    }

    /**
     * Returns all changes.
     *
     * @return the changes sorted by path: those of commands, of events, of types
     */
    public List<Change> changes() {
        return changes;
    }

    /**
     * Returns the changes that break a side.
     *
     * @param peer the side
     * @return the changes sorted by path
     */
    public List<Change> breaking(Peer peer) {
        return changes.stream().filter(change -> change.breaks(peer)).toList();
    }
}
