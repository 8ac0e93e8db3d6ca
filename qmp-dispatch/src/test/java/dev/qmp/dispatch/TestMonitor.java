package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.MonitorContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A monitor without a device. */
record TestMonitor(Dialect dialect, Map<Class<?>, Object> attributes) implements MonitorContext {
    static final TestMonitor MODERN = new TestMonitor(Dialect.MODERN, new HashMap<>());
    static final TestMonitor RFC = new TestMonitor(Dialect.RFC, new HashMap<>());

    @Override
    public String label() {
        return "test";
    }

    @Override
    public <T> Optional<T> attribute(Class<T> type) {
        return Optional.ofNullable(type.cast(attributes.get(type)));
    }

    @Override
    public <T> void setAttribute(Class<T> type, T value) {
        attributes.put(type, value);
    }
}
