package dev.qmp.chardev.loop;

/** Thrown by the thread of a loop that cannot go on; its cause says why. */
public final class LoopFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoopFailedException(String loop, Throwable cause) {
        super("loop " + loop + " cannot go on: " + cause, cause);
    }
}
