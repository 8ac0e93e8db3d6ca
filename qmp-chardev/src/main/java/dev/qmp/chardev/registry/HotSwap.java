package dev.qmp.chardev.registry;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.device.Device;
import dev.qmp.chardev.internal.device.Frontend;
import dev.qmp.chardev.loop.EventLoop;
import java.util.concurrent.CompletionStage;

/**
 * Exchanges the device of a front end, step by step and without waiting.
 *
 * <p>CLOSED if the old device was open and the new one is not; the handle is switched; the front end is asked; if it refuses, or
 * anything fails, all is undone, and the front end gets OPENED or CLOSED if the old device is not in the state that it knows.
 *
 * <p>Thread: each step runs in the loop of the device it touches; the callbacks in the old device's loop.
 */
final class HotSwap {
    private final Frontend user;
    private final CharHandlers handlers;
    private final Device old;
    private final Device next;
    private boolean knownOpen; // the old device's loop

    HotSwap(Frontend user, CharHandlers handlers, Device old, Device next) {
        this.user = user;
        this.handlers = handlers;
        this.old = old;
        this.next = next;
    }

    CompletionStage<Void> run() {
        EventLoop loop = old.loop();
        return loop.submit(this::exchange)
                .thenCompose(exchanged ->
                        next.frontend().setHandlersAsync(handlers, next.has(CharFeature.GCONTEXT) ? loop : null))
                .handle((done, failure) -> failure)
                .thenCompose(failure -> failure == null ? finish() : undo(loop, failure));
    }

    private void exchange() {
        knownOpen = old.isOpen();
        old.frontend().removeHandlers();
        if (knownOpen && !next.isOpen()) {
            knownOpen = false;
            handlers.event(CharEvent.CLOSED);
        }
        next.frontend().adoptUser(user);
        user.exchange(next);
        if (!handlers.backendChanged()) {
            throw new ChardevException("the front end refuses " + next);
        }
    }

    private CompletionStage<Void> finish() {
        old.frontend().release(user);
        return old.closeAsync().exceptionally(failure -> null); // already reported
    }

    private CompletionStage<Void> undo(EventLoop loop, Throwable cause) {
        ChardevException failed = new ChardevException("Chardev '" + old.id() + "' change failed");
        failed.initCause(cause);
        user.exchange(old);
        next.frontend().release(user);
        return loop.submit(() -> old.frontend().restoreHandlers(handlers, knownOpen))
                .handle((restored, failure) -> next.closeAsync())
                .thenCompose(closing -> closing)
                .handle((closed, failure) -> {
                    if (failure != null) {
                        failed.addSuppressed(failure);
                    }
                    throw failed;
                });
    }
}
