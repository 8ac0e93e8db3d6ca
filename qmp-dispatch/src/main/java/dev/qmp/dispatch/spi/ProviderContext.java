package dev.qmp.dispatch.spi;

import java.util.Optional;

/**
 * The host as a {@link CommandProvider} sees it.
 *
 * <p>Thread: safe for use by any thread.
 */
public interface ProviderContext {
    /**
     * Returns the emitter of events.
     *
     * @return the emitter
     */
    EventEmitter events();

    /**
     * Returns the commands of all providers.
     *
     * @return a live view
     * @throws IllegalStateException while the command table is being built
     */
    CommandCatalog commands();

    /**
     * Returns a setting of the host, such as the value of a command-line option.
     *
     * @param key the setting's name, such as {@code name}
     * @return its value, empty if it is not set
     */
    Optional<String> setting(String key);

    /**
     * Returns an object that the host offers.
     *
     * @param type the type that it is offered as, such as {@link Lifecycle}
     * @param <T> the type
     * @return the object, empty if the host does not offer one
     */
    <T> Optional<T> service(Class<T> type);
}
