package dev.qmp.chardev.loop;

import java.util.concurrent.CountDownLatch;

/**
 * Something that happens once, and that threads wait for; an interrupt does not end the wait, it is kept.
 *
 * <p>Thread: safe for any thread.
 */
final class UninterruptibleLatch extends CountDownLatch {
    UninterruptibleLatch() {
        super(1);
    }

    /** It has happened. */
    void reached() {
        countDown();
    }

    /** Waits until it has happened. */
    void awaitUninterruptibly() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    await();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
