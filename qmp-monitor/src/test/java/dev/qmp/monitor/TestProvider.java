package dev.qmp.monitor;

import dev.qmp.dispatch.CurrentMonitor;
import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.EventLimit;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Commands that tests need: echo in band, ping in either, hold and release, a burst of events, a large reply, a hook for
 * anything else, a reply that cannot be written.
 */
final class TestProvider implements CommandProvider {
    final Semaphore released = new Semaphore(0);
    final CompletableFuture<Void> held = new CompletableFuture<>();
    final AtomicInteger larges = new AtomicInteger();
    final CompletableFuture<JsonValue> endless = new CompletableFuture<>();
    final CompletableFuture<Void> endlessBegun = new CompletableFuture<>();
    volatile Runnable hook = () -> {};

    @Override
    public String name() {
        return "test";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.text("test.json", """
                { 'struct': 'Text', 'data': { 'text': 'str' } }
                { 'command': 'echo', 'data': { 'text': 'str' }, 'returns': 'Text' }
                { 'command': 'whoami', 'returns': 'Text', 'allow-oob': true }
                { 'command': 'ping', 'allow-oob': true }
                { 'command': 'hold' }
                { 'command': 'release', 'allow-oob': true }
                { 'command': 'burst', 'data': { 'count': 'int' } }
                { 'command': 'large', 'data': { 'size': 'int' }, 'returns': 'Text' }
                { 'command': 'later', 'returns': 'Text' }
                { 'command': 'hook', 'allow-oob': true }
                { 'command': 'never' }
                { 'command': 'after-hook', 'allow-oob': true }
                { 'command': 'broken', 'returns': 'Text', 'allow-oob': true }
                { 'command': 'limited', 'data': { 'key': 'str', 'number': 'int' } }
                { 'event': 'TICK', 'data': { 'number': 'int' } }
                { 'event': 'LIMITED', 'data': { 'key': 'str', 'number': 'int' } }
                """);
    }

    @Override
    public List<EventLimit> eventLimits() {
        return List.of(new EventLimit("LIMITED", Duration.ofMillis(300), List.of("key")));
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        commands.value(
                "echo",
                (request, arguments) ->
                        JsonValues.object().add("text", arguments.get("text")).build());
        commands.value(
                "whoami",
                (request, arguments) -> JsonValues.object()
                        .add(
                                "text",
                                CurrentMonitor.get().orElseThrow().label() + " "
                                        + Thread.currentThread().getName())
                        .build());
        commands.action("ping", (request, arguments) -> {});
        context.service(Lifecycle.class).orElseThrow().onShutdown(() -> released.release(1 << 20));
        commands.action("hold", (request, arguments) -> {
            held.complete(null);
            released.acquire();
        });
        commands.action("release", (request, arguments) -> request.afterReply(released::release));
        commands.action("burst", (request, arguments) -> {
            for (int i = 0; i < arguments.getInt("count"); i++) {
                context.events()
                        .emit("TICK", JsonValues.object().add("number", i).build());
            }
        });
        commands.value("large", (request, arguments) -> {
            larges.incrementAndGet();
            return JsonValues.object()
                    .add("text", "x".repeat(arguments.getInt("size")))
                    .build();
        });
        commands.action("hook", (request, arguments) -> hook.run());
        commands.action("after-hook", (request, arguments) -> request.afterReply(hook));
        commands.async("never", (request, arguments) -> {
            endlessBegun.complete(null);
            return endless;
        });
        commands.value("broken", (request, arguments) -> () -> JsonValue.ValueType.OBJECT);
        commands.async(
                "later",
                (request, arguments) -> CompletableFuture.supplyAsync(() -> JsonValues.object()
                        .add("text", CurrentMonitor.get().isPresent() ? "current" : "none")
                        .build()));
        commands.action(
                "limited",
                (request, arguments) -> context.events()
                        .emit(
                                "LIMITED",
                                JsonValues.object()
                                        .add("key", (JsonString) arguments.get("key"))
                                        .add("number", arguments.get("number"))
                                        .build()));
    }
}
