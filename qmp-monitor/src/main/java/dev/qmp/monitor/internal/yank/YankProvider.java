package dev.qmp.monitor.internal.yank;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.monitor.internal.yank.schema.YankArguments;
import dev.qmp.monitor.internal.yank.schema.YankCommands;
import dev.qmp.monitor.internal.yank.schema.YankCommandsProvider;
import dev.qmp.monitor.internal.yank.schema.YankInstance;
import dev.qmp.monitor.internal.yank.schema.YankInstanceChardev;
import dev.qmp.monitor.spi.YankInstances;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands that cut connections: {@code yank} and {@code query-yank}. They know the sockets among the devices and what
 * is registered with {@link YankInstances}.
 *
 * <p>Thread: immutable.
 */
public final class YankProvider extends YankCommandsProvider {
    /** Made by ServiceLoader. */
    public YankProvider() {
        super("yank");
    }

    @Override
    protected YankCommands commands(ProviderContext context) {
        return new Yanks(context.service(YankInstances.class), context.service(ChardevRegistry.class));
    }

    /** The two lists as one. */
    private record Yanks(Optional<YankInstances> registered, Optional<ChardevRegistry> devices)
            implements YankCommands {
        @Override
        public List<YankInstance> queryYank(CommandContext context) {
            List<YankInstance> list = new ArrayList<>();
            if (devices.isPresent()) {
                for (Chardev device : devices.get().list()) {
                    if (device.has(CharFeature.YANK)) {
                        list.add(new YankInstance.Chardev(new YankInstanceChardev(device.id())));
                    }
                }
            }
            if (registered.isPresent()) {
                for (JsonObject instance : registered.get().list()) {
                    list.add(YankInstance.fromJson(instance));
                }
            }
            return list;
        }

        /** Cuts all instances named, or none if one of them does not exist. */
        @Override
        public void yank(CommandContext context, YankArguments arguments) {
            List<Runnable> cuts = new ArrayList<>();
            for (YankInstance instance : arguments.instances()) {
                cuts.add(find(instance).orElseThrow(Yanks::notFound));
            }
            cuts.forEach(Runnable::run);
        }

        private static CommandException notFound() {
            return new CommandException(new QmpError(ErrorClass.DEVICE_NOT_FOUND, "Instance not found"));
        }

        private Optional<Runnable> find(YankInstance instance) {
            if (instance instanceof YankInstance.Chardev chardev) {
                return devices.flatMap(registry -> registry.find(chardev.body().id()))
                        .filter(device -> device.has(CharFeature.YANK))
                        .map(device -> device::yank);
            }
            return registered.flatMap(instances -> instances.find(instance.toJson()));
        }
    }
}
