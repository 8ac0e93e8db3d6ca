package dev.qmp.cli.serve;

import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.proxy.Upstream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a proxy that has several: the options {@code --upstream} and {@code --upstreams}.
 *
 * <p>Thread: confined to one thread while options are parsed, then immutable.
 */
final class FleetOptions {
    /** What stands for a server's name in the options of devices. */
    private static final String NAME = "{name}";

    private static final Set<String> WITH_DEVICE = Set.of("-chardev", "-qmp", "-qmp-pretty");

    private final Map<String, QmpAddress> named = new LinkedHashMap<>();
    private @Nullable UpstreamFolder folder;
    private Function<QmpAddress, Upstream> settings =
            address -> Upstream.builder(address).build();

    /** Adds a server. */
    void add(String argument) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? "" : argument.substring(0, equals);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new UsageException("--upstream: '" + argument
                    + "' is not NAME=ADDRESS with a name of letters, digits, dots, hyphens and underscores");
        }
        QmpAddress address;
        try {
            address = QmpAddress.parse(argument.substring(equals + 1));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--upstream: " + e.getMessage());
        }
        if (named.put(name, address) != null) {
            throw new UsageException("--upstream: a second server '" + name + "'");
        }
    }

    /** Watches a folder. */
    void watch(String pattern) {
        if (folder != null) {
            throw new UsageException("--upstreams: a second folder, '" + pattern + "'");
        }
        folder = UpstreamFolder.parse(pattern);
    }

    boolean isEmpty() {
        return named.isEmpty() && folder == null;
    }

    /** Ends parsing. */
    void complete(Function<QmpAddress, Upstream> made, List<DeviceOption> devices) {
        settings = made;
        for (DeviceOption device : devices) {
            if (WITH_DEVICE.contains(device.option()) && !device.argument().contains(NAME)) {
                throw new StartException(device, "the devices of several servers need " + NAME + " in their paths");
            }
        }
        if (devices.stream().noneMatch(device -> WITH_DEVICE.contains(device.option()))) {
            throw new UsageException(
                    "several servers need devices, such as -qmp unix:/run/" + NAME + ".sock,server=on,wait=off");
        }
    }

    /** Returns the servers that are named, in order. */
    Map<String, QmpAddress> named() {
        return named;
    }

    /** Returns the folder of sockets, or null. */
    @Nullable
    UpstreamFolder folder() {
        return folder;
    }

    /** Returns how to connect to a server. */
    Upstream upstream(QmpAddress address) {
        return settings.apply(address);
    }

    /** Returns the options of devices for a server. */
    static List<DeviceOption> devices(List<DeviceOption> all, String name) {
        return all.stream()
                .map(one -> new DeviceOption(one.option(), one.argument().replace(NAME, name)))
                .toList();
    }
}
