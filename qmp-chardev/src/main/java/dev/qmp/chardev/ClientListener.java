package dev.qmp.chardev;

/**
 * Receives the clients of a listening device that serves many ({@code max-clients=N}).
 *
 * <p>Thread: called by the thread of the listening device's loop.
 */
@FunctionalInterface
public interface ClientListener {
    /**
     * Takes a client. Its device is open, lives in the listener's loop, has the listener's id followed by {@code #} and a
     * number that grows from 1, and is over for good when the client has left: after CLOSED it closes itself.
     *
     * @param client the client's device, not attached yet
     */
    void clientConnected(Chardev client);
}
