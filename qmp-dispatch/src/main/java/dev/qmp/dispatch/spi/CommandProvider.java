package dev.qmp.dispatch.spi;

import dev.qmp.dispatch.CommandTable;
import dev.qmp.qapi.SchemaSource;
import java.util.List;
import java.util.Set;

/**
 * A set of commands: a QAPI schema and the handlers of its commands.
 *
 * <p>Found by {@link java.util.ServiceLoader} (declared with {@code provides} in a module, or in
 * {@code META-INF/services} of a plain jar), or given as an instance to {@link CommandTable.Builder}. The schemas of all
 * providers are merged into one; two providers that declare the same name stop the start with a message that names both
 * places.
 *
 * <p>Thread: all methods are called once, by the thread that builds the {@link CommandTable}; handlers run as
 * {@link CommandBinder} says.
 */
public interface CommandProvider {
    /**
     * Returns the provider's name, for messages.
     *
     * @return a short name, such as {@code machine}
     */
    String name();

    /**
     * Opens the provider's schema. The provider reads its own resource, because resources in a module's packages cannot be
     * read from outside it.
     *
     * @return the schema's text, with a name for messages
     */
    SchemaSource schema();

    /**
     * Returns definitions that replace those of the same name in {@link #schema}, for a host on which commands look different, such
     * as one that emulates an older server. The handlers must serve both.
     *
     * @param context the host, as for {@link #bind}
     * @return schemas of such definitions; none by default
     */
    default List<SchemaSource> amendments(ProviderContext context) {
        return List.of();
    }

    /**
     * Binds the handlers of all commands that the schema declares.
     *
     * @param commands the binder
     * @param context events, settings and services of the host; may be kept
     */
    void bind(CommandBinder commands, ProviderContext context);

    /**
     * Returns commands that may run out of band on monitors of a dialect although the schema does not say so. Their handlers
     * keep the rules of {@link CommandBinder} all the same.
     *
     * @param dialect a dialect
     * @return names of commands of this provider; none by default
     */
    default Set<String> alsoOutOfBand(Dialect dialect) {
        return Set.of();
    }

    /**
     * Returns the rate limits of the provider's own events.
     *
     * @return at most one limit for each event; none by default
     */
    default List<EventLimit> eventLimits() {
        return List.of();
    }
}
