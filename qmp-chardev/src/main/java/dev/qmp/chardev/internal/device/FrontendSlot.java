package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.ClientListener;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.DeviceCallbacks;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The front end of a device: which one is attached, its handlers, and the moves to the loop that they want.
 *
 * <p>Thread: safe for any thread, except {@link #removeHandlers} and {@link #restoreHandlers}, which are confined to the device's loop.
 */
public final class FrontendSlot {
    private final Device device;
    private final DeviceCallbacks backend;
    private final InputQueue input;
    private final AtomicReference<@Nullable Frontend> user = new AtomicReference<>();
    private volatile boolean open; // set in the loop only

    FrontendSlot(Device device, DeviceCallbacks backend, InputQueue input) {
        this.device = device;
        this.backend = backend;
        this.input = input;
    }

    // ---- which one -----------------------------------------------------------------------------------------------

    /** Attaches a front end; false if there is one. */
    public boolean take(Frontend handle) {
        return user.compareAndSet(null, handle);
    }

    @Nullable
    public Frontend user() {
        return user.get();
    }

    public void adoptUser(Frontend handle) {
        user.set(handle);
    }

    public void release(Frontend handle) {
        user.compareAndSet(handle, null);
    }

    // ---- its handlers -------------------------------------------------------------------------------------------

    /** Says whether there are handlers. */
    boolean isOpen() {
        return open;
    }

    void setHandlers(@Nullable CharHandlers handlers, @Nullable EventLoop wanted) {
        EventLoop source = device.loop();
        EventLoop target = wanted == null ? source : wanted;
        checkTarget(target);
        if (source != target) {
            source.call(() -> moveOut(target));
            target.call(() -> {
                backend.enterLoop();
                install(handlers);
            });
        } else {
            target.call(() -> install(handlers));
        }
    }

    public CompletionStage<Void> setHandlersAsync(@Nullable CharHandlers handlers, @Nullable EventLoop wanted) {
        EventLoop source = device.loop();
        EventLoop target = wanted == null ? source : wanted;
        checkTarget(target);
        if (source == target) {
            return target.submit(() -> install(handlers));
        }
        return source.submit(() -> moveOut(target))
                .thenCompose(gone -> target.submit(() -> {
                    backend.enterLoop();
                    install(handlers);
                }));
    }

    void setClientListener(@Nullable ClientListener listener, @Nullable EventLoop wanted) {
        EventLoop source = device.loop();
        EventLoop target = wanted == null ? source : wanted;
        checkTarget(target);
        if (source != target) {
            source.call(() -> moveOut(target));
            target.call(backend::enterLoop);
        }
        target.call(() -> {
            backend.clientListenerInLoop(listener);
            open = listener != null;
        });
    }

    /** Removes the handlers. In the loop. */
    public void removeHandlers() {
        install(null);
    }

    /** Restores handlers after {@link #removeHandlers}; they get an event if the device is not what it was for them. */
    public void restoreHandlers(CharHandlers handlers, boolean wasOpen) {
        CharHandlers guarded = new GuardedHandlers(device, handlers);
        input.handlers(guarded);
        open = true;
        backend.frontendInLoop(true);
        if (device.isOpen() != wasOpen) {
            guarded.event(wasOpen ? CharEvent.CLOSED : CharEvent.OPENED);
        }
        acceptInLoop();
    }

    /** The front end has room again. */
    void acceptInput() {
        if (input.kick()) {
            device.post(this::acceptInLoop);
        }
    }

    private void checkTarget(EventLoop target) {
        if (target != device.loop() && !device.has(CharFeature.GCONTEXT)) {
            throw new IllegalArgumentException(device + " stays in " + device.loop());
        }
    }

    private void moveOut(EventLoop target) {
        input.handlers(null);
        open = false;
        backend.leaveLoop();
        device.movedTo(target);
    }

    private void install(@Nullable CharHandlers handlers) {
        CharHandlers guarded = handlers == null ? null : new GuardedHandlers(device, handlers);
        input.handlers(guarded);
        open = guarded != null;
        backend.frontendInLoop(guarded != null);
        if (guarded != null) {
            if (device.isOpen()) {
                guarded.event(CharEvent.OPENED);
            }
            acceptInLoop();
        }
    }

    private void acceptInLoop() {
        input.drain();
        if (input.isEmpty() && !device.isClosed()) {
            backend.resumeInLoop();
        }
    }
}
