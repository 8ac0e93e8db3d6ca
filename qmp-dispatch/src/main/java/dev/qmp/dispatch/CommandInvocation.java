package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.MonitorContext;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a handler: its request, its monitor, and its after-reply action.
 *
 * <p>Thread: confined to the handler, then to the thread that passes on the reply.
 */
final class CommandInvocation implements CommandContext {
    private final MonitorContext monitor;
    private final Request request;
    private @Nullable Runnable afterReply;

    CommandInvocation(MonitorContext monitor, Request request) {
        this.monitor = monitor;
        this.request = request;
    }

    Request request() {
        return request;
    }

    @Override
    public MonitorContext monitor() {
        return monitor;
    }

    @Override
    public String command() {
        return request.command();
    }

    @Override
    public boolean outOfBand() {
        return request.outOfBand();
    }

    @Override
    public Optional<JsonValue> id() {
        return Optional.ofNullable(request.id());
    }

    @Override
    public <T> Optional<T> companion(Class<T> type) {
        Object companion = request.companion();
        return type.isInstance(companion) ? Optional.of(type.cast(companion)) : Optional.empty();
    }

    @Override
    public void afterReply(Runnable action) {
        afterReply = action;
    }

    void replied() {
        Runnable action = afterReply;
        if (action != null) {
            action.run();
        }
    }
}
