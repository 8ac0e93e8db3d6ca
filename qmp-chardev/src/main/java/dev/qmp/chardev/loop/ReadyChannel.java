package dev.qmp.chardev.loop;

import java.nio.channels.SelectionKey;
import java.util.function.IntConsumer;

/**
 * A channel that no selector takes: it says itself when it is ready.
 *
 * <p>Thread: any.
 */
public interface ReadyChannel {
    /**
     * Waits for the channel to be ready; replaces what was awaited before.
     *
     * @param ops the operations, as in {@link SelectionKey}; 0 to wait for nothing
     * @param ready called once with those that are possible, in any thread, which may hold locks; at once if some are now
     */
    void await(int ops, IntConsumer ready);
}
