package dev.qmp.monitor.spi;

import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.dispatch.spi.MonitorContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file descriptors that clients of a monitor have given names with {@code getfd}. They belong to the monitor, over all its
 * connections, and are closed with it.
 *
 * <p>Specification: {@code qmp-getfd}.
 *
 * <p>Thread: any; the fields are guarded by this.
 */
public final class NamedDescriptors implements AutoCloseable {
    private final Map<String, OpenDescriptor> open = new HashMap<>();
    private boolean closed;

    private NamedDescriptors() {}

    /**
     * Returns those of a monitor. In the dispatcher's loop.
     *
     * @param monitor the monitor
     * @return its descriptors
     */
    public static NamedDescriptors of(MonitorContext monitor) {
        return monitor.attribute(NamedDescriptors.class).orElseGet(() -> {
            NamedDescriptors none = new NamedDescriptors();
            monitor.setAttribute(NamedDescriptors.class, none);
            return none;
        });
    }

    /**
     * Names a descriptor; one that had the name is closed.
     *
     * @param name the name
     * @param descriptor the descriptor, which belongs to the monitor from now on
     */
    public synchronized void put(String name, OpenDescriptor descriptor) {
        OpenDescriptor before = closed ? descriptor : open.put(name, descriptor);
        if (before != null) {
            before.close();
        }
    }

    /**
     * Takes a descriptor away from the monitor.
     *
     * @param name its name, which is free then
     * @return the descriptor, which belongs to the caller; null if none has the name
     */
    public synchronized @Nullable OpenDescriptor take(String name) {
        return open.remove(name);
    }

    /** Closes all of them, and those that come later. */
    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(OpenDescriptor::close);
        open.clear();
    }
}
