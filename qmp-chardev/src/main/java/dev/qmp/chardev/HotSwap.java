package dev.qmp.chardev;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The exchange of the device behind a front end, step by step and without waiting.
 *
 * <p>CLOSED if the old device was open and the new one is not; the handle is switched; the front end is asked; if it refuses,
 * all is undone, with OPENED if CLOSED had been sent.
 *
 * <p>Thread: each step runs in the loop of the device it touches; the callbacks in the old device's loop.
 */
final class HotSwap {
    private final CharFrontend user;
    private final CharHandlers handlers;
    private final Chardev old;
    private final Chardev next;

    HotSwap(CharFrontend user, CharHandlers handlers, Chardev old, Chardev next) {
        this.user = user;
        this.handlers = handlers;
        this.old = old;
        this.next = next;
    }

    CompletionStage<Void> run() {
        EventLoop loop = old.home();
        return old.frontend()
                .setHandlersAsync(null, null)
                .thenCompose(quiet -> loop.submit(this::exchange))
                .handle((done, failure) -> failure)
                .thenCompose(failure -> failure == null ? finish(loop) : undo(loop));
    }

    private void exchange() {
        if (old.isOpen() && !next.isOpen()) {
            handlers.event(CharEvent.CLOSED);
        }
        next.frontend().adoptUser(user);
        user.exchange(next);
        if (!handlers.backendChanged()) {
            throw new ChardevException("refused");
        }
    }

    private CompletionStage<Void> finish(EventLoop loop) {
        return next.frontend()
                .setHandlersAsync(handlers, next.has(CharFeature.GCONTEXT) ? loop : null)
                .thenCompose(ready -> {
                    old.frontend().release(user);
                    return old.closeAsync();
                });
    }

    private CompletionStage<Void> undo(EventLoop loop) {
        boolean closedSent = old.isOpen() && !next.isOpen();
        user.exchange(old);
        next.frontend().release(user);
        return loop.submit(() -> old.frontend().restoreHandlers(handlers, closedSent))
                .thenCompose(restored -> next.closeAsync())
                .thenCompose(closed -> CompletableFuture.failedStage(
                        new ChardevException("Chardev '" + old.id() + "' change failed")));
    }
}
