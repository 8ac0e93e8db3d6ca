package dev.qmp.chardev;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * File descriptors that came with one piece of input. One of them is of use; the others are closed. Whoever may still want it holds the set;
 * without holders it is closed, as it is when its connection ends.
 *
 * <p>Specification: {@code qmp-descriptors}.
 *
 * <p>Thread: any; the fields are guarded by this.
 */
public final class ReceivedDescriptors {
    /** How many may come at a time; more are closed. */
    public static final int MOST = 16;

    private final List<OpenDescriptor> open = new ArrayList<>();
    private int holders = 1;

    /**
     * Makes a set with one holder.
     *
     * @param descriptors the descriptors, in the order in which they were sent; those above {@link #MOST} are closed
     */
    public ReceivedDescriptors(List<? extends OpenDescriptor> descriptors) {
        for (OpenDescriptor descriptor : descriptors) {
            if (open.size() < MOST) {
                open.add(descriptor);
            } else {
                descriptor.close();
            }
        }
    }

    /**
     * Takes the first descriptor, and closes the others.
     *
     * @return the descriptor, which belongs to the caller; null if it was taken before, or the set is closed
     */
    public synchronized @Nullable OpenDescriptor take() {
        OpenDescriptor first = open.isEmpty() ? null : open.remove(0);
        close();
        return first;
    }

    /** Adds a holder. */
    public synchronized void retain() {
        holders++;
    }

    /** Removes a holder. */
    public synchronized void release() {
        holders--;
        if (holders == 0) {
            close();
        }
    }

    /** Closes what has not been taken. Idempotent. */
    public synchronized void close() {
        open.forEach(OpenDescriptor::close);
        open.clear();
    }

    /**
     * Says whether anything can be taken.
     *
     * @return false once it was taken, or the set is closed
     */
    public synchronized boolean isEmpty() {
        return open.isEmpty();
    }
}
