package dev.qmp.chardev.loop;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who runs a loop: a lock, whose holder is known to all, and who knows its loop. Whoever has one loop may take another; with
 * the release the first is its present one again.
 *
 * <p>Thread: safe for any thread.
 */
final class LoopOwnership {
    private static final ThreadLocal<@Nullable EventLoop> CURRENT = new ThreadLocal<>();

    private final EventLoop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Thread owner;

    LoopOwnership(EventLoop loop) {
        this.loop = loop;
    }

    /** The loop that the calling thread owns now. */
    static @Nullable EventLoop current() {
        return CURRENT.get();
    }

    boolean isMine() {
        return owner == Thread.currentThread();
    }

    void take() {
        lock.lock();
    }

    boolean tryTake() {
        return lock.tryLock();
    }

    /** Makes the thread that has taken the loop known; returns the loop that was its present one. */
    @Nullable
    EventLoop enter() {
        EventLoop outer = CURRENT.get();
        owner = Thread.currentThread();
        CURRENT.set(loop);
        return outer;
    }

    /** Undoes {@link #enter} and the taking before it. */
    void release(@Nullable EventLoop outer) {
        if (lock.getHoldCount() == 1) {
            owner = null;
        }
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        lock.unlock();
    }

    /** Wakes a parked owner. */
    void unpark() {
        Thread thread = owner;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
