package dev.qmp.monitor.internal.chardev;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.monitor.internal.chardev.schema.ChardevBackendInfo;
import dev.qmp.monitor.internal.chardev.schema.ChardevCommands;
import dev.qmp.monitor.internal.chardev.schema.ChardevInfo;
import dev.qmp.monitor.internal.chardev.schema.ChardevRemoveArguments;
import dev.qmp.monitor.internal.chardev.schema.ChardevReturn;
import dev.qmp.monitor.internal.chardev.schema.ChardevSendBreakArguments;
import dev.qmp.monitor.internal.chardev.schema.RingbufReadArguments;
import dev.qmp.monitor.internal.chardev.schema.RingbufWriteArguments;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The device commands. Specification: {@code chardev-query}, {@code chardev-add}, {@code chardev-change}, {@code chardev-remove},
 * {@code chardev-send-break}.
 *
 * <p>Thread: confined to the dispatcher; the registry may be used by others at the same time.
 */
public final class DeviceCommands implements ChardevCommands {
    private static final String PTY = "pty:";

    private final ChardevRegistry devices;
    private final RingCommands rings;

    /** Makes what serves the commands with the devices of a registry. */
    public DeviceCommands(ChardevRegistry devices) {
        this.devices = devices;
        this.rings = new RingCommands(devices);
    }

    @Override
    public List<ChardevInfo> queryChardev(CommandContext request) {
        List<ChardevInfo> list = new ArrayList<>();
        for (Chardev device : devices.list()) {
            list.add(new ChardevInfo(device.isFrontendOpen(), device.filename(), device.id()));
        }
        return list;
    }

    @Override
    public List<ChardevBackendInfo> queryChardevBackends(CommandContext request) {
        List<ChardevBackendInfo> list = new ArrayList<>();
        for (String name : devices.backendNames()) {
            list.add(new ChardevBackendInfo(name));
        }
        return list;
    }

    /** Takes JSON, as a schema in place of ours may declare more types of devices. */
    @Override
    public JsonValue chardevAdd(CommandContext request, JsonObject arguments) {
        try {
            return opened(devices.add(BackendArguments.read(arguments)));
        } catch (ChardevException e) {
            throw refusal(e);
        }
    }

    /** Takes JSON, as {@link #chardevAdd} does. */
    @Override
    public CompletionStage<JsonValue> chardevChange(CommandContext request, JsonObject arguments) {
        return later(() -> devices.change(BackendArguments.read(arguments))).thenApply(DeviceCommands::opened);
    }

    @Override
    public CompletionStage<Void> chardevRemove(CommandContext request, ChardevRemoveArguments arguments) {
        return later(() -> devices.remove(arguments.id()));
    }

    @Override
    public void chardevSendBreak(CommandContext request, ChardevSendBreakArguments arguments) {
        try {
            devices.sendBreak(arguments.id());
        } catch (ChardevException e) {
            throw refusal(e);
        }
    }

    @Override
    public void ringbufWrite(CommandContext request, RingbufWriteArguments arguments) {
        rings.write(arguments);
    }

    @Override
    public String ringbufRead(CommandContext request, RingbufReadArguments arguments) {
        return rings.read(arguments);
    }

    private static JsonValue opened(Chardev device) {
        String text = device.filename();
        return new ChardevReturn(text.startsWith(PTY) ? Optional.of(text.substring(PTY.length())) : Optional.empty())
                .toJson();
    }

    /** Starts what completes later; a refusal becomes the answer. */
    private static <T extends @Nullable Object> CompletionStage<T> later(Supplier<CompletionStage<T>> start) {
        try {
            return start.get().exceptionally(failure -> {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                throw cause instanceof ChardevException refused
                        ? refusal(refused)
                        : new CompletionException(String.valueOf(cause.getMessage()), cause);
            });
        } catch (ChardevException e) {
            throw refusal(e);
        }
    }

    static CommandException refusal(ChardevException refused) {
        return new CommandException(String.valueOf(refused.getMessage()));
    }
}
