package dev.qmp.chardev.spi;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Timer;
import java.nio.ByteBuffer;

/**
 * A device as its back end sees it: its state, its loop and the way to the front end. Made by {@link ChardevContext#open}.
 *
 * <p>Thread: what {@link Chardev} declares, {@link #loop}, {@link #runInLoop}, {@link #callInLoop}, {@link #post}, {@link
 * #schedule}, {@link #report}, {@link #setFilename}, {@link #writeLock}, {@link #shareLog} and {@link #wholeConnection} may be
 * called by any thread, the others by the loop's.
 */
public interface DevicePort extends Chardev {
    /**
     * The loop that owns the device now.
     *
     * @return the loop
     */
    EventLoop loop();

    /**
     * Runs a task in the device's loop, wherever that is by then; at once if the caller is its thread.
     *
     * @param task what to run
     */
    void runInLoop(Runnable task);

    /**
     * Runs a task in the device's loop, wherever that is by then, and waits for its end.
     *
     * @param task what to run
     * @throws IllegalStateException if the caller is another loop's thread
     */
    void callInLoop(Runnable task);

    /**
     * Runs a task in the device's loop later, even if the caller is its thread.
     *
     * @param task what to run
     */
    default void post(Runnable task) {
        loop().execute(() -> runInLoop(task));
    }

    /**
     * Runs a task in the device's loop after a time, wherever the device is by then.
     *
     * @param nanos the time in nanoseconds
     * @param task what to run
     * @return a handle to cancel it
     */
    Timer schedule(long nanos, Runnable task);

    /**
     * Reports a failure that was contained, and has ended only what it belonged to.
     *
     * @param what what went wrong, for a reader of the log
     * @param cause why
     */
    void report(String what, Throwable cause);

    /**
     * Changes the descriptive text.
     *
     * @param text what {@link Chardev#filename} returns from now on
     */
    void setFilename(String text);

    /**
     * The lock for writing to connections other than the {@linkplain #wholeConnection() whole device}.
     *
     * @return always the same
     */
    WriteLock writeLock();

    /**
     * Also records what is written in another device's log file, if that has one.
     *
     * @param other the device that owns the log file, and outlives this one
     */
    void shareLog(Chardev other);

    /**
     * The device as a connection, for back ends whose peer never changes. Writing calls {@link DeviceCallbacks#writeBytes}.
     *
     * @return always the same
     */
    CharConnection wholeConnection();

    /**
     * Sends an event to the front end.
     *
     * @param event the event; OPENED and CLOSED change {@link Chardev#isOpen()} first
     */
    void emit(CharEvent event);

    /**
     * Changes {@link Chardev#isOpen()} without an event, for a device that is open from its creation.
     *
     * @param open the new value
     */
    void setOpen(boolean open);

    /**
     * Passes bytes to the front end; what it does not take is kept.
     *
     * @param bytes the bytes, all consumed afterwards
     */
    void deliver(ByteBuffer bytes);

    /**
     * Says whether to read for the front end now: nothing is held back for it and it takes bytes.
     *
     * @return false if not; {@link DeviceCallbacks#resumeInLoop} is called when that changes
     */
    boolean takesMore();

    /**
     * How many bytes the front end takes now.
     *
     * @return the number, 0 if it is suspended or absent, or if earlier bytes still wait
     */
    int room();

    /**
     * How many bytes may be read ahead of a front end that takes none.
     *
     * @return the number, 0 when reading should stop
     */
    int readAheadSpace();

    /**
     * Acts on the end of the peer's input, after all bytes before it are consumed.
     *
     * @param disconnect runs if the front end does not need the output side any more
     * @param keepOutput runs if it does
     */
    void endOfInput(Runnable disconnect, Runnable keepOutput);

    /** Discards bytes that were read and not delivered: the input they belong to is over. */
    void inputOver();

    /** Runs the callbacks of those waiting to write to the device as a whole. */
    void writable();
}
