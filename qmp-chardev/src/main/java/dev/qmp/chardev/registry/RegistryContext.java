package dev.qmp.chardev.registry;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.internal.device.Device;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.DeviceLevel;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.DeviceCallbacks;
import dev.qmp.chardev.spi.DevicePort;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** The context of a registry's devices. Thread: immutable. */
record RegistryContext(
        EventLoop mainLoop,
        Executor helpers,
        Executor computing,
        Consumer<String> notices,
        Function<String, Optional<Chardev>> finder,
        BooleanSupplier starting,
        DeviceLevel level,
        Map<Class<?>, Object> services)
        implements ChardevContext {

    @Override
    public DevicePort open(ChardevOptions options, Set<CharFeature> features, EventLoop loop, DeviceCallbacks backend) {
        return new Device(options, features, loop, backend, level);
    }

    @Override
    public Optional<Chardev> find(String id) {
        return finder.apply(id);
    }

    @Override
    public boolean isStarting() {
        return starting.getAsBoolean();
    }

    @Override
    public <T> Optional<T> service(Class<T> type) {
        return Optional.ofNullable(services.get(type)).map(type::cast);
    }
}
