package dev.qmp.monitor.internal.chardev;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.ChardevRegistry;
import dev.qmp.dispatch.CommandBinder;
import dev.qmp.dispatch.CommandException;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of the device commands. (Reference, chardev.md, section 14.)
 *
 * <p>Thread: confined to the dispatcher; the registry may be used by others at the same time.
 */
public final class ChardevCommands {
    private static final String PTY = "pty:";

    private final ChardevRegistry devices;

    /** Makes the handlers for the devices of a registry. */
    public ChardevCommands(ChardevRegistry devices) {
        this.devices = devices;
    }

    /** Binds the handlers. */
    public void bind(CommandBinder commands) {
        commands.value("query-chardev", (request, arguments) -> query());
        commands.value("query-chardev-backends", (request, arguments) -> backends());
        commands.value("chardev-add", (request, arguments) -> add(arguments));
        commands.async(
                "chardev-change",
                (request, arguments) -> later(() -> devices.change(BackendArguments.read(arguments)))
                        .thenApply(ChardevCommands::opened));
        commands.async(
                "chardev-remove",
                (request, arguments) ->
                        later(() -> devices.remove(arguments.getString("id"))).thenApply(closed -> null));
        commands.action("chardev-send-break", (request, arguments) -> {
            try {
                devices.sendBreak(arguments.getString("id"));
            } catch (ChardevException e) {
                throw refusal(e);
            }
        });
        RingCommands rings = new RingCommands(devices);
        commands.action("ringbuf-write", (request, arguments) -> rings.write(arguments));
        commands.value("ringbuf-read", (request, arguments) -> rings.read(arguments));
    }

    private JsonValue query() {
        JsonArrayBuilder list = JsonValues.array();
        for (Chardev device : devices.list()) {
            list.add(JsonValues.object()
                    .add("frontend-open", device.isFrontendOpen())
                    .add("filename", device.filename())
                    .add("label", device.id()));
        }
        return list.build();
    }

    private JsonValue backends() {
        JsonArrayBuilder list = JsonValues.array();
        for (String name : devices.backendNames()) {
            list.add(JsonValues.object().add("name", name));
        }
        return list.build();
    }

    private JsonValue add(JsonObject arguments) {
        try {
            return opened(devices.add(BackendArguments.read(arguments)));
        } catch (ChardevException e) {
            throw refusal(e);
        }
    }

    private static JsonValue opened(Chardev device) {
        String text = device.filename();
        return text.startsWith(PTY)
                ? JsonValues.object().add("pty", text.substring(PTY.length())).build()
                : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** Starts what completes later; what it says against it is answered. */
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
