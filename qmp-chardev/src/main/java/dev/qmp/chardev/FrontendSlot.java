package dev.qmp.chardev;

import dev.qmp.chardev.loop.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The place of a device's front end: who has it, the handlers set there, and the moves to the loop that they want.
 *
 * <p>Thread: safe for any thread, except {@link #removeHandlers} and {@link #restoreHandlers}, which are confined to the device's loop.
 */
final class FrontendSlot {
    private final Chardev device;
    private final InputQueue input;
    private final AtomicReference<@Nullable CharFrontend> user = new AtomicReference<>();
    private volatile boolean open; // set in the loop only

    FrontendSlot(Chardev device, InputQueue input) {
        this.device = device;
        this.input = input;
    }

    // ---- who has it ---------------------------------------------------------------------------------------------

    /** Takes the place; false if it is taken. */
    boolean take(CharFrontend handle) {
        return user.compareAndSet(null, handle);
    }

    @Nullable
    CharFrontend user() {
        return user.get();
    }

    void adoptUser(CharFrontend handle) {
        user.set(handle);
    }

    void release(CharFrontend handle) {
        user.compareAndSet(handle, null);
    }

    // ---- its handlers -------------------------------------------------------------------------------------------

    /** Says whether there are handlers. */
    boolean isOpen() {
        return open;
    }

    void setHandlers(@Nullable CharHandlers handlers, @Nullable EventLoop wanted) {
        EventLoop source = device.home();
        EventLoop target = wanted == null ? source : wanted;
        checkTarget(target);
        if (source != target) {
            source.call(() -> moveOut(target));
            target.call(() -> {
                device.enterLoop();
                install(handlers);
            });
        } else {
            target.call(() -> install(handlers));
        }
    }

    CompletionStage<Void> setHandlersAsync(@Nullable CharHandlers handlers, @Nullable EventLoop wanted) {
        EventLoop source = device.home();
        EventLoop target = wanted == null ? source : wanted;
        checkTarget(target);
        if (source == target) {
            return target.submit(() -> install(handlers));
        }
        return source.submit(() -> moveOut(target))
                .thenCompose(gone -> target.submit(() -> {
                    device.enterLoop();
                    install(handlers);
                }));
    }

    void setClientListener(@Nullable ClientListener listener, @Nullable EventLoop wanted) {
        EventLoop source = device.home();
        EventLoop target = wanted == null ? source : wanted;
        checkTarget(target);
        if (source != target) {
            source.call(() -> moveOut(target));
            target.call(device::enterLoop);
        }
        target.call(() -> {
            device.clientListenerInLoop(listener);
            open = listener != null;
        });
    }

    /** Takes the handlers away. In the loop. */
    void removeHandlers() {
        install(null);
    }

    /** Gives handlers back that were taken away for a moment; they hear of an event only if they were told otherwise. */
    void restoreHandlers(CharHandlers handlers, boolean toldOpen) {
        CharHandlers guarded = new GuardedHandlers(device, handlers);
        input.handlers(guarded);
        open = true;
        device.frontendInLoop(true);
        if (device.isOpen() != toldOpen) {
            guarded.event(toldOpen ? CharEvent.CLOSED : CharEvent.OPENED);
        }
        acceptInLoop();
    }

    /** The front end has room again. */
    void acceptInput() {
        if (input.kick()) {
            device.home().execute(() -> device.runInLoop(this::acceptInLoop));
        }
    }

    private void checkTarget(EventLoop target) {
        if (target != device.home() && !device.has(CharFeature.GCONTEXT)) {
            throw new IllegalArgumentException(device + " stays in " + device.home());
        }
    }

    private void moveOut(EventLoop target) {
        input.handlers(null);
        open = false;
        device.leaveLoop();
        device.movedTo(target);
    }

    private void install(@Nullable CharHandlers handlers) {
        CharHandlers guarded = handlers == null ? null : new GuardedHandlers(device, handlers);
        input.handlers(guarded);
        open = guarded != null;
        device.frontendInLoop(guarded != null);
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
            device.resumeInLoop();
        }
    }
}
