package dev.qmp.chardev.registry;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.device.Device;
import dev.qmp.chardev.internal.device.Frontend;
import dev.qmp.chardev.options.DeviceLevel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Devices by their ids, and the ids that are reserved while a device is being opened or exchanged.
 *
 * <p>Thread: any; guarded by its monitor, which is never held while a device is opened or closed.
 */
final class DeviceTable {
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Set<String> reserved = new HashSet<>();
    private final DeviceLevel level;
    private boolean closed;
    private List<Device> closing = List.of();

    DeviceTable(DeviceLevel level) {
        this.level = level;
    }

    synchronized @Nullable Device find(String id) {
        return devices.get(id);
    }

    synchronized Device existing(String id) {
        Device device = devices.get(id);
        if (device == null) {
            throw new ChardevException("Chardev '" + id + "' not found");
        }
        return device;
    }

    synchronized List<Device> all() {
        return new ArrayList<>(devices.values());
    }

    /** Reserves an id that is neither in use nor reserved. */
    synchronized void reserve(String id, Function<String, ChardevException> clash) {
        if (devices.containsKey(id) || !reserved.add(id)) {
            throw clash.apply(id);
        }
    }

    /** Reserves the id of a device that is there, and returns the device. */
    synchronized Device reserveExisting(String id) {
        Device device = devices.get(id);
        if (device == null) {
            throw new ChardevException("Chardev '" + id + "' does not exist");
        }
        if (!reserved.add(id)) {
            throw busy(id);
        }
        return device;
    }

    synchronized void release(String id) {
        reserved.remove(id);
    }

    /** Adds a device under an id that the caller has reserved; false if all devices are closed. */
    synchronized boolean publish(String id, Device device) {
        if (!closed) {
            devices.put(id, device);
        }
        return !closed;
    }

    synchronized void withdraw(String id, Device device) {
        devices.remove(id, device);
    }

    /** Removes a device without a front end, and keeps front ends from attaching to it. */
    synchronized Device removeUnused(String id) {
        Device device = existing(id);
        if (reserved.contains(id) || isBusy(device) || !device.frontend().take(new Frontend(device))) {
            throw busy(id);
        }
        devices.remove(id);
        return device;
    }

    private boolean isBusy(Device device) {
        return level.removesMultiplexers() ? device.hasUsers() : device.isBusy();
    }

    /** Removes all devices; none can be added any more. */
    synchronized List<Device> removeAll() {
        closed = true;
        closing = new ArrayList<>(devices.values());
        devices.clear();
        return closing;
    }

    /** All devices, and those that are still being closed. */
    synchronized List<Device> allWithClosing() {
        List<Device> all = new ArrayList<>(devices.values());
        all.addAll(closing);
        return all;
    }

    private static ChardevException busy(String id) {
        return new ChardevException("Chardev '" + id + "' is busy");
    }
}
