package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.ProviderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host as its providers see it.
 *
 * <p>Thread: safe for use by any thread.
 */
final class HostContext implements ProviderContext {
    private final EventEmitter events;
    private final Map<String, String> settings;
    private final Map<Class<?>, Object> services;
    private volatile @Nullable CommandCatalog commands;

    private HostContext(Offer offer) {
        this.events = offer.events;
        this.settings = Map.copyOf(offer.settings);
        this.services = Map.copyOf(offer.services);
    }

    /**
     * What a host offers, while it is being collected.
     *
     * <p>Thread: confined to one thread.
     */
    static final class Offer {
        private final EventEmitter events;
        private final Map<String, String> settings = new HashMap<>();
        private final Map<Class<?>, Object> services = new HashMap<>();

        Offer(EventEmitter events) {
            this.events = events;
        }

        void setting(String key, String value) {
            settings.put(key, value);
        }

        <T> void service(Class<T> type, T service) {
            services.put(type, service);
        }

        HostContext toContext() {
            return new HostContext(this);
        }
    }

    void publish(CommandCatalog table) {
        commands = table;
    }

    @Override
    public EventEmitter events() {
        return events;
    }

    @Override
    public CommandCatalog commands() {
        CommandCatalog table = commands;
        if (table == null) {
            throw new IllegalStateException("the command table is not built yet");
        }
        return table;
    }

    @Override
    public Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    @Override
    public <T> Optional<T> service(Class<T> type) {
        return Optional.ofNullable(type.cast(services.get(type)));
    }
}
