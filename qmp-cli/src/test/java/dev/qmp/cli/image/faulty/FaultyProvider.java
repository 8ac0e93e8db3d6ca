package dev.qmp.cli.image.faulty;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Commands that do what a handler must not do; a plug-in of the tests. */
public final class FaultyProvider implements CommandProvider {
    private static final String SCHEMA = """
            { 'command': 'block' }
            { 'command': 'block-oob', 'allow-oob': true }
            { 'command': 'never' }
            { 'command': 'later' }
            { 'command': 'fail', 'data': { 'text': 'str' } }
            { 'command': 'exhaust', 'data': { 'what': 'str' } }
            { 'command': 'exhaust-oob', 'data': { 'what': 'str' }, 'allow-oob': true }
            { 'event': 'BLOCKED' }
            """;

    private static final List<Object> KEPT = new ArrayList<>();

    private ProviderContext host;

    /** For the service loader. */
    public FaultyProvider() {}

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.text("faulty.json", SCHEMA);
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        host = context;
        commands.action("block", this::block);
        commands.action("block-oob", this::block);
        commands.async("never", (request, arguments) -> {
            context.events().emit("BLOCKED");
            return new CompletableFuture<>();
        });
        commands.async("later", (request, arguments) -> {
            CompletableFuture<@Nullable JsonValue> result = new CompletableFuture<>();
            context.service(Lifecycle.class)
                    .orElseThrow()
                    .onShutdown(() -> result.completeOnTimeout(null, 100, TimeUnit.MILLISECONDS));
            context.events().emit("BLOCKED");
            return result;
        });
        commands.action("fail", (request, arguments) -> {
            throw new IllegalStateException(arguments.getString("text"));
        });
        commands.action("exhaust", (request, arguments) -> exhaust(arguments.getString("what")));
        commands.action("exhaust-oob", (request, arguments) -> exhaust(arguments.getString("what")));
    }

    /** Not even an interrupt ends it. */
    private void block(CommandContext request, JsonObject arguments) {
        host.events().emit("BLOCKED");
        while (true) {
            LockSupport.park();
        }
    }

    private static void exhaust(String what) {
        while (true) {
            KEPT.add(what.equals("heap") ? new byte[1 << 20] : ByteBuffer.allocateDirect(1 << 20));
        }
    }
}
