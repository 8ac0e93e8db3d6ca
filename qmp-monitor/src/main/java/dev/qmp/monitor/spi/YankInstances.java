package dev.qmp.monitor.spi;

import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command {@code yank} can cut besides connections of devices: whatever a provider registers. A service of the
 * host, found by {@code context.service(YankInstances.class)}.
 *
 * <pre>
 * Registration cut = yanks.register(JsonValues.object().add("type", "migration").build(), channel::shutdown);
 * ...
 * cut.close();
 * </pre>
 *
 * <p>Thread: safe for use by any thread; its lock is not held while anything is called.
 */
public final class YankInstances {
    // Guarded by this.
    private final Map<JsonObject, Runnable> instances = new LinkedHashMap<>();

    /** Makes an empty list. */
    public YankInstances() {}

    /** Ends a registration. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        /** Takes the instance off the list. A cut that has begun by then may still be going on. */
        @Override
        void close();
    }

    /**
     * Puts an instance on the list.
     *
     * @param instance its name, a value of the schema's {@code YankInstance}, such as {@code {"type": "migration"}}
     * @param cut cuts it: called in the I/O thread or the dispatcher, so it neither blocks nor takes a lock that is ever
     *     held for long
     * @return takes it off again
     * @throws IllegalStateException if there is such an instance already
     */
    public Registration register(JsonObject instance, Runnable cut) {
        synchronized (this) {
            if (instances.putIfAbsent(instance, cut) != null) {
                throw new IllegalStateException("duplicate yank instance " + instance);
            }
        }
        return () -> unregister(instance, cut);
    }

    private synchronized void unregister(JsonObject instance, Runnable cut) {
        instances.remove(instance, cut);
    }

    /**
     * Returns what is registered.
     *
     * @return the instances in the order of their registration
     */
    public synchronized List<JsonObject> list() {
        return List.copyOf(instances.keySet());
    }

    /**
     * Finds what cuts an instance.
     *
     * @param instance its name
     * @return what cuts it, empty if it is not registered
     */
    public synchronized Optional<Runnable> find(JsonObject instance) {
        @Nullable Runnable cut = instances.get(instance);
        return Optional.ofNullable(cut);
    }
}
