package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.ChardevException;

/**
 * A back end with several front ends, none of which is attached to its own device: the multiplexer.
 *
 * <p>Thread: any.
 */
public interface SharedDevice {
    /**
     * Finds a place for one more front end.
     *
     * @return the front end's handle
     * @throws ChardevException {@code too many uses of multiplexed chardev 'ID' (maximum is 4)}
     */
    CharFrontend attach();

    /**
     * Says whether any front end is attached.
     *
     * @return true if one is
     */
    boolean hasUsers();

    /**
     * Says whether any front end has set its handlers.
     *
     * @return true if one has
     */
    boolean isFrontendOpen();
}
