package dev.qmp.monitor;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevRegistry;
import dev.qmp.dispatch.CommandBinder;
import dev.qmp.dispatch.CommandProvider;
import dev.qmp.dispatch.ProviderContext;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands that cut connections: {@code yank} and {@code query-yank}. They know the sockets among the devices and what
 * is registered with {@link YankInstances}.
 *
 * <p>Thread: immutable.
 */
public final class YankProvider implements CommandProvider {
    /** Made by ServiceLoader. */
    public YankProvider() {}

    @Override
    public String name() {
        return "yank";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.of("yank.json", file -> {
            try (InputStream in = YankProvider.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new FileNotFoundException(file);
                }
                return in.readAllBytes();
            }
        });
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        Yanks yanks = new Yanks(context.service(YankInstances.class), context.service(ChardevRegistry.class));
        commands.value("query-yank", (request, arguments) -> yanks.query());
        commands.action("yank", (request, arguments) -> yanks.cut(arguments));
    }

    /** The two lists as one. */
    private record Yanks(Optional<YankInstances> registered, Optional<ChardevRegistry> devices) {
        JsonValue query() {
            JsonArrayBuilder list = JsonValues.array();
            devices.ifPresent(registry -> {
                for (Chardev device : registry.list()) {
                    if (device.has(CharFeature.YANK)) {
                        list.add(JsonValues.object().add("type", "chardev").add("id", device.id()));
                    }
                }
            });
            registered.ifPresent(instances -> instances.list().forEach(list::add));
            return list.build();
        }

        /** Cuts all instances named, or none if one of them does not exist. */
        void cut(JsonObject arguments) {
            List<Runnable> cuts = new ArrayList<>();
            for (JsonValue instance : arguments.getJsonArray("instances")) {
                cuts.add(find(instance.asJsonObject()).orElseThrow(YankInstances::notFound));
            }
            cuts.forEach(Runnable::run);
        }

        private Optional<Runnable> find(JsonObject instance) {
            if (instance.getString("type").equals("chardev")) {
                return devices.flatMap(registry -> registry.find(instance.getString("id")))
                        .filter(device -> device.has(CharFeature.YANK))
                        .map(device -> device::yank);
            }
            return registered.flatMap(instances -> instances.find(instance));
        }
    }
}
