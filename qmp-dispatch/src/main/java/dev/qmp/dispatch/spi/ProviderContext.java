package dev.qmp.dispatch.spi;

import dev.qmp.dispatch.CommandTable;
import java.util.Optional;

/**
 * What the host offers to a {@link CommandProvider}.
 *
 * <p>Thread: safe for use by any thread.
 */
public interface ProviderContext {
    /**
     * Returns the way out for events.
     *
     * @return the emitter
     */
    EventEmitter events();

    /**
     * Returns the commands of all providers.
     *
     * @throws IllegalStateException while the {@link CommandTable} is being built
     *
     * @return a live view
     */
    CommandCatalog commands();

    /**
     * Returns a setting of the host, such as the value of a command-line option.
     *
     * @param key the setting's name, such as {@code name}
     * @return its value, empty if not set
     */
    Optional<String> setting(String key);

    /**
     * Returns an object that the host offers.
     *
     * @param type the type that it is offered as, such as {@link Lifecycle}
     * @param <T> the type
     * @return the object, empty if this host has none
     */
    <T> Optional<T> service(Class<T> type);
}
