package dev.qmp.chardev.loop;

import java.util.concurrent.CountDownLatch;

/**
 * A latch for one event, whose wait is not ended by an interrupt: that is restored afterwards.
 *
 * <p>Thread: safe for any thread.
 */
final class UninterruptibleLatch extends CountDownLatch {
    UninterruptibleLatch() {
        super(1);
    }

    /** Waits for {@link #countDown()}. */
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
