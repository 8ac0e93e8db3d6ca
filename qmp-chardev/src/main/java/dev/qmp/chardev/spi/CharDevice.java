package dev.qmp.chardev.spi;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import java.util.Set;

/**
 * The base of all back ends: their device, and defaults for what it asks of them.
 *
 * <p>Everything but writing belongs to the thread of the device's loop, which changes when the device moves. Writing is done by
 * any thread under the device's write lock. A writer that meets a fatal error reports it to the loop and touches nothing else.
 *
 * <p>Thread: the methods that do not say otherwise are called in the loop.
 */
@SuppressWarnings("this-escape") // the device knows its back end from the start, and calls it when it is made
public abstract class CharDevice implements DeviceCallbacks {
    /** Where the device lives. */
    protected final ChardevContext context;

    /** The device, to act on. */
    protected final DevicePort port;

    /**
     * Makes a back end that starts in the main loop.
     *
     * @param options id, type and options of the device
     * @param context where it lives
     * @param features what it can do
     */
    protected CharDevice(ChardevOptions options, ChardevContext context, Set<CharFeature> features) {
        this(options, context, features, context.mainLoop());
    }

    /**
     * Makes a back end that starts in a given loop.
     *
     * @param options id, type and options of the device
     * @param context where it lives
     * @param features what it can do
     * @param loop its first loop
     */
    protected CharDevice(ChardevOptions options, ChardevContext context, Set<CharFeature> features, EventLoop loop) {
        this.context = context;
        this.port = context.open(options, features, loop, this);
    }

    /**
     * The device as its users see it. Any thread.
     *
     * @return the handle
     */
    public final Chardev handle() {
        return port;
    }

    @Override
    public final String toString() {
        return port.toString();
    }

    /** The default is the whole device, for back ends whose peer never changes. */
    @Override
    public CharConnection connection() {
        return port.wholeConnection();
    }

    /** The default closes the {@link #connection()} soon. */
    @Override
    public void endVisitInLoop() {
        CharConnection visit = connection();
        port.loop().execute(visit::close);
    }

    @Override
    public void sendBreakInLoop() {
        port.emit(CharEvent.BREAK);
    }

    /** The default is a device that is always writable. */
    @Override
    public void writeInterestInLoop(boolean wanted) {
        if (wanted) {
            port.post(port::writable);
        }
    }
}
