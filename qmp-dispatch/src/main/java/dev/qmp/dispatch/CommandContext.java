package dev.qmp.dispatch;

import jakarta.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a handler is told about the request that it serves.
 *
 * <p>Thread: confined to the handler; {@link #afterReply} may be called until the reply is there.
 */
public final class CommandContext {
    private final MonitorContext monitor;
    private final Request request;
    private @Nullable Runnable afterReply;

    CommandContext(MonitorContext monitor, Request request) {
        this.monitor = monitor;
        this.request = request;
    }

    /**
     * Returns the monitor that the request came from.
     *
     * @return the monitor
     */
    public MonitorContext monitor() {
        return monitor;
    }

    /**
     * Returns the command's name.
     *
     * @return the name
     */
    public String command() {
        return request.command();
    }

    /**
     * Tells whether the handler runs in the I/O thread, where it must neither block nor take long.
     *
     * @return whether the request asked for out-of-band execution
     */
    public boolean outOfBand() {
        return request.outOfBand();
    }

    /**
     * Returns the request's {@code id}.
     *
     * @return the id, empty if it had none
     */
    public Optional<JsonValue> id() {
        return Optional.ofNullable(request.id());
    }

    /**
     * Sets work to do as soon as the reply is on its way, in the thread that sends it; what it causes to be sent comes after
     * the reply. Replaces work set before; done also if the reply is an error.
     *
     * @param action the work, short and without waiting
     */
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
