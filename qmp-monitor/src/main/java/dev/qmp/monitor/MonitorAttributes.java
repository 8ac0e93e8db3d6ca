package dev.qmp.monitor;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What handlers keep with a monitor, and the host that it belongs to.
 *
 * <p>Thread: safe for use by any thread.
 */
final class MonitorAttributes {
    private final MonitorHost host;
    private final Map<Class<?>, Object> values = new ConcurrentHashMap<>(2);

    MonitorAttributes(MonitorHost host) {
        this.host = host;
    }

    <T> Optional<T> get(Class<T> type) {
        return Optional.ofNullable(type.cast(type == MonitorHost.class ? host : values.get(type)));
    }

    <T> void set(Class<T> type, T value) {
        values.put(type, value);
    }
}
