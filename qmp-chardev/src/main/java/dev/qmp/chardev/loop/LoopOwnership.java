package dev.qmp.chardev.loop;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a loop, held by the thread that runs it; every thread can ask who holds it, and a thread for its current loop. A
 * thread that holds one loop may take another; releasing that restores the previously current loop.
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

    /** Makes the loop the current one of the thread that has taken it; returns the previously current one. */
    @Nullable
    EventLoop enter() {
        EventLoop outer = CURRENT.get();
        owner = Thread.currentThread();
        CURRENT.set(loop);
        return outer;
    }

    /** Releases the loop and restores the previously current one. */
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
