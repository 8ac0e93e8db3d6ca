package dev.qmp.chardev;

import java.util.concurrent.CompletionStage;

/**
 * A character device: a byte channel to the outside, used by at most one front end.
 *
 * <p>A device belongs to the thread of an event loop: at first the main loop of its registry, then the loop that the front end
 * names with its handlers, if the device can move ({@link CharFeature#GCONTEXT}).
 *
 * <p>Thread: any.
 */
public interface Chardev extends AutoCloseable {
    /**
     * The label.
     *
     * @return the id
     */
    String id();

    /**
     * The name of the back end.
     *
     * @return the type
     */
    String type();

    /**
     * The text that {@code query-chardev} prints about the device. Specification: {@code chardev-filename}.
     *
     * @return the text
     */
    String filename();

    /**
     * Says whether a peer is there.
     *
     * @return true between OPENED and CLOSED
     */
    boolean isOpen();

    /**
     * Says whether a front end has set its handlers.
     *
     * @return what {@code query-chardev} calls {@code frontend-open}
     */
    boolean isFrontendOpen();

    /**
     * Says whether a front end is attached.
     *
     * @return true if the device must not be removed
     */
    boolean isBusy();

    /**
     * Says whether the device was closed for good.
     *
     * @return true after {@link #close()}
     */
    boolean isClosed();

    /**
     * Says whether the device has a feature.
     *
     * @param feature the feature
     * @return true if it has
     */
    boolean has(CharFeature feature);

    /**
     * Takes the device for a front end. Nothing starts before {@link CharFrontend#setHandlers}.
     *
     * @return the front end's handle
     * @throws ChardevException {@code chardev 'ID' is already in use}
     */
    CharFrontend attach();

    /** Raises a serial break at the front end, as {@code chardev-send-break} does. */
    void sendBreak();

    /**
     * Cuts the connection to the peer, as {@code yank} does; the peer sees the end of the stream.
     *
     * @return false if this type of device has nothing to cut
     */
    boolean yank();

    /**
     * Closes the device for good. Waits until that is done, unless the caller is the thread of another loop. An open front end
     * gets CLOSED.
     */
    @Override
    void close();

    /**
     * Closes the device for good without waiting. Even if that fails, all watches end and the log file is closed.
     *
     * @return completed when nothing of the device is left; exceptionally if its back end could not close in order
     */
    CompletionStage<Void> closeAsync();
}
