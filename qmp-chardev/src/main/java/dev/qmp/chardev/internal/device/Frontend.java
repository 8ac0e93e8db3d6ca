package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ClientListener;
import dev.qmp.chardev.loop.EventLoop;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The handle of one front end; its device changes when the registry exchanges it.
 *
 * <p>Thread: as {@link CharFrontend} says.
 */
public final class Frontend implements CharFrontend {
    private volatile Device device;
    private volatile @Nullable CharHandlers handlers;

    /**
     * Makes a handle that is attached to nothing yet.
     *
     * @param device its device
     */
    public Frontend(Device device) {
        this.device = device;
    }

    @Override
    public Chardev chardev() {
        return device;
    }

    @Override
    public void setHandlers(@Nullable CharHandlers next, @Nullable EventLoop loop) {
        handlers = next;
        device.frontend().setHandlers(next, loop);
    }

    @Override
    public CompletionStage<Void> setHandlersAsync(@Nullable CharHandlers next, @Nullable EventLoop loop) {
        handlers = next;
        return device.frontend().setHandlersAsync(next, loop);
    }

    @Override
    public void setClientListener(@Nullable ClientListener listener, @Nullable EventLoop loop) {
        device.frontend().setClientListener(listener, loop);
    }

    @Override
    public CharConnection connection() {
        return device.backend().connection();
    }

    @Override
    public void acceptInput() {
        device.frontend().acceptInput();
    }

    @Override
    public void disconnect() {
        Device current = device;
        current.runInLoop(current.backend()::disconnectInLoop);
    }

    @Override
    public void setEcho(boolean on) {
        Device current = device;
        current.runInLoop(() -> current.backend().echoInLoop(on));
    }

    @Override
    public void detach() {
        Device current = device;
        handlers = null;
        current.frontend().setHandlers(null, null);
        current.frontend().release(this);
    }

    @Override
    public CompletionStage<Void> detachAsync() {
        Device current = device;
        handlers = null;
        return current.frontend()
                .setHandlersAsync(null, null)
                .thenRun(() -> current.frontend().release(this));
    }

    @Override
    public void close() {
        detach();
        device.close();
    }

    /**
     * The handlers set last.
     *
     * @return the handlers, or null if there are none
     */
    public @Nullable CharHandlers handlers() {
        return handlers;
    }

    /**
     * Puts another device under the handle.
     *
     * @param other the new device
     */
    public void exchange(Device other) {
        device = other;
    }
}
