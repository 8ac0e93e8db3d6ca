package dev.qmp.chardev;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Timer;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A back end: a byte channel to the outside, used by at most one front end.
 *
 * <p>Everything but writing belongs to the thread of the device's event loop: at first the main loop of its context, then
 * the loop that the front end names with its handlers, if the device can move ({@link CharFeature#GCONTEXT}). Writing is
 * done by any thread under the device's write lock. A writer that meets a fatal error reports it to the loop and touches
 * nothing else.
 *
 * <p>The protected methods are for back ends: those ending in {@code InLoop} are called in the device's loop.
 *
 * <p>Thread: public methods may be called by any thread; state is confined to the loop, output guarded by the write lock.
 */
@SuppressWarnings("this-escape") // its parts know the device from the start, and call it when it is made
public abstract class Chardev implements AutoCloseable {
    private final String id;
    private final String type;
    private final ChardevContext context;
    private final EnumSet<CharFeature> features;

    // Any thread.
    private volatile EventLoop loop;
    private volatile String filename;
    private volatile boolean open;
    private volatile boolean closed;
    private final RecordedOutput recorder = new RecordedOutput();
    private final Output self = this::writeBytes;

    // The loop only, but for what they say themselves.
    private final InputQueue input = new InputQueue();
    private final FrontendSlot frontend = new FrontendSlot(this, input);
    private final CharConnection whole = new WholeDevice(this);
    private CompletionStage<Void> ending = CompletableFuture.completedFuture(null);
    private final OutputWatches watches = new OutputWatches(this, whole, this::writeInterestInLoop);

    /**
     * Makes the common part.
     *
     * @param options id, type and options of the device
     * @param context where it lives
     * @param features what it can do
     */
    protected Chardev(ChardevOptions options, ChardevContext context, Set<CharFeature> features) {
        this(options, context, features, context.mainLoop());
    }

    /**
     * Makes the common part of a device that starts in another loop than the main one.
     *
     * @param options id, type and options of the device
     * @param context where it lives
     * @param features what it can do
     * @param loop its first loop
     */
    protected Chardev(ChardevOptions options, ChardevContext context, Set<CharFeature> features, EventLoop loop) {
        this.id = options.id();
        this.type = options.type();
        this.context = context;
        this.features = EnumSet.noneOf(CharFeature.class);
        this.features.addAll(features);
        this.loop = loop;
        this.filename = type;
    }

    /**
     * The label.
     *
     * @return the id
     */
    public final String id() {
        return id;
    }

    /**
     * The name of the back end.
     *
     * @return the type
     */
    public final String type() {
        return type;
    }

    /**
     * What {@code query-chardev} prints about the device, as in the reference, section 6.3.
     *
     * @return the text
     */
    public final String filename() {
        return filename;
    }

    /**
     * Says whether a peer is there.
     *
     * @return true between OPENED and CLOSED
     */
    public final boolean isOpen() {
        return open;
    }

    /**
     * Says whether a front end has set its handlers.
     *
     * @return what {@code query-chardev} calls {@code frontend-open}
     */
    public boolean isFrontendOpen() {
        return frontend.isOpen();
    }

    /**
     * Says whether a front end is attached.
     *
     * @return true if the device must not be removed
     */
    public boolean isBusy() {
        return frontend.user() != null;
    }

    /**
     * Says whether the device was closed for good.
     *
     * @return true after {@link #close()}
     */
    public final boolean isClosed() {
        return closed;
    }

    /**
     * Says whether the device has a feature.
     *
     * @param feature the feature
     * @return true if it has
     */
    public final boolean has(CharFeature feature) {
        return features.contains(feature);
    }

    /**
     * Takes the device for a front end. Nothing starts before {@link CharFrontend#setHandlers}.
     *
     * @return the front end's handle
     * @throws ChardevException {@code Device 'ID' is in use}
     */
    public CharFrontend attach() {
        CharFrontend handle = new CharFrontend(this);
        if (!frontend.take(handle)) {
            throw new ChardevException("Device '" + id + "' is in use");
        }
        return handle;
    }

    /** Raises a serial break at the front end, as {@code chardev-send-break} does. */
    public void sendBreak() {
        runInLoop(() -> emit(CharEvent.BREAK));
    }

    /**
     * Cuts the connection to the peer, as {@code yank} does; the peer sees the end of the stream.
     *
     * @return false if this type of device has nothing to cut
     */
    public boolean yank() {
        return false;
    }

    /**
     * Closes the device for good; waits for its end unless the caller is the thread of another loop. An open front end
     * gets CLOSED.
     */
    @Override
    public final void close() {
        CompletableFuture<Void> done = closeAsync().toCompletableFuture();
        if (EventLoop.current() == null) {
            awaitLoop();
            done.join();
        }
    }

    /** Waits until the device's loop has come to this; runs the loop's tasks itself if nobody runs the loop. */
    final void awaitLoop() {
        callInLoop(() -> {});
    }

    /**
     * Closes the device for good. Whatever goes wrong with that, watches hear of the end and the log file is closed.
     *
     * @return completed when nothing of the device is left; exceptionally if its back end could not close in order
     */
    public final CompletionStage<Void> closeAsync() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        runInLoop(() -> {
            closeOnce();
            ending.whenComplete((ended, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        });
        return done;
    }

    @Override
    public String toString() {
        return type + "[" + id + "]";
    }

    // ---- for back ends ------------------------------------------------------------------------------------------

    /**
     * Where the device lives.
     *
     * @return the context
     */
    protected final ChardevContext context() {
        return context;
    }

    /**
     * The loop that owns the device now.
     *
     * @return the loop
     */
    protected final EventLoop loop() {
        return loop;
    }

    /**
     * Changes the descriptive text.
     *
     * @param text what {@link #filename()} answers from now on
     */
    protected final void setFilename(String text) {
        filename = text;
    }

    /**
     * Runs a task in the device's loop, wherever that is by then; at once if the caller is its thread.
     *
     * @param task what to run
     */
    protected final void runInLoop(Runnable task) {
        EventLoop target = loop;
        if (target.inLoop()) {
            task.run();
        } else {
            target.execute(() -> runInLoop(task));
        }
    }

    /**
     * Runs a task in the device's loop after a time, wherever the device is by then.
     *
     * @param nanos the time in nanoseconds
     * @param task what to run
     * @return a handle to cancel it
     */
    protected final Timer scheduleInLoop(long nanos, Runnable task) {
        return loop.schedule(nanos, () -> runInLoop(task));
    }

    /**
     * Passes on what was contained here, and has ended only what it belonged to.
     *
     * @param what what went wrong, for a reader of the log
     * @param cause why
     */
    protected final void report(String what, Throwable cause) {
        loop.report(this + ": " + what, cause);
    }

    /** Runs a task in the device's loop, wherever that is by then, and waits. */
    final void callInLoop(Runnable task) {
        boolean[] done = new boolean[1];
        while (!done[0]) {
            EventLoop target = loop;
            target.call(() -> {
                if (loop == target) {
                    done[0] = true;
                    task.run();
                }
            });
        }
    }

    /**
     * Tells the front end of an event. In the loop only.
     *
     * @param event the event; OPENED and CLOSED change {@link #isOpen()} first
     */
    protected final void emit(CharEvent event) {
        if (event == CharEvent.OPENED) {
            open = true;
        } else if (event == CharEvent.CLOSED) {
            open = false;
        }
        CharHandlers current = input.handlers();
        if (current != null) {
            current.event(event);
        }
    }

    /**
     * Changes {@link #isOpen()} without an event, for a device that is open from its creation.
     *
     * @param now whether it is
     */
    protected final void setOpen(boolean now) {
        open = now;
    }

    /**
     * Gives bytes to the front end; what it does not take is kept. In the loop only.
     *
     * @param bytes the bytes, all consumed afterwards
     */
    protected final void deliver(ByteBuffer bytes) {
        input.offer(bytes);
    }

    /**
     * Tells whether to read for the front end now: nothing is held back for it and it takes bytes. If not, {@link
     * #resumeInLoop} is called when that changes. In the loop only.
     *
     * @return whether to read
     */
    protected final boolean takesMore() {
        return input.isEmpty() && input.takesMore();
    }

    /**
     * How many bytes the front end takes now.
     *
     * @return the number, 0 if it is suspended or absent, or if earlier bytes still wait
     */
    protected final int room() {
        return input.isEmpty() ? input.room() : 0;
    }

    /**
     * How many bytes may be read ahead of a front end that takes none.
     *
     * @return the number, 0 when reading should stop
     */
    protected final int readAheadSpace() {
        return input.space();
    }

    /**
     * Acts on the end of the peer's input, after all bytes before it are consumed.
     *
     * @param disconnect what to do when the front end has no use for the output side
     * @param letGo what to do when the front end keeps the output side
     */
    protected final void endOfInput(Runnable disconnect, Runnable letGo) {
        input.atEnd(() -> {
            CharHandlers current = input.handlers();
            if (current == null || current.endOfInput()) {
                disconnect.run();
            } else {
                letGo.run();
            }
        });
    }

    /** Forgets bytes that were read and not delivered: the input they belong to is over. */
    protected final void inputOver() {
        input.clear();
    }

    /** Runs the callbacks of those who wait to write to the device as a whole. In the loop only. */
    protected final void writable() {
        watches.writable();
    }

    /**
     * The present peer's connection. The default is the whole device, for back ends that have one peer for ever.
     *
     * @return the connection; never null, but perhaps over
     */
    protected CharConnection connection() {
        return whole;
    }

    /**
     * Ends the present peer's visit, because the front end cannot go on with it; not at once, but when the device has done what
     * it is doing. In the loop only.
     */
    protected void endVisit() {
        CharConnection visit = connection();
        loop.execute(visit::close);
    }

    /**
     * Says whether everything that {@link #writeBytes} took has left for the system. Any thread.
     *
     * @return true by default: the device has no buffer
     */
    protected boolean isDrained() {
        return true;
    }

    /**
     * Runs an action once everything that {@link #writeBytes} took has left for the system, or never will. Any thread.
     *
     * @param action run at once, or later by any thread
     */
    protected void whenDrained(Runnable action) {
        action.run();
    }

    /** Where bytes go. Thread: called under the write lock. */
    @FunctionalInterface
    public interface Output {
        /**
         * Writes as {@link Chardev#writeBytes}.
         *
         * @param source the bytes
         * @return the number of bytes taken
         * @throws IOException as {@link Chardev#writeBytes}
         */
        int writeBytes(ByteBuffer source) throws IOException;
    }

    /**
     * Writes under the write lock, and records in the log file what was taken.
     *
     * @param output where to
     * @param source the bytes
     * @return the number of bytes taken
     * @throws IOException as {@link #writeBytes}
     */
    protected final int write(Output output, ByteBuffer source) throws IOException {
        return recorder.write(output, source);
    }

    /**
     * Records what is written in another device's log, too, if that has one.
     *
     * @param other the device that owns the log, and outlives this one
     */
    protected final void shareLog(Chardev other) {
        recorder.share(other.recorder);
    }

    /**
     * Writes as much as can be written without blocking. Called under the write lock, by any thread.
     *
     * @param source the bytes; its position moves by what was taken
     * @return the number of bytes taken, 0 if it would block
     * @throws IOException if there is no peer or the channel is broken
     */
    protected abstract int writeBytes(ByteBuffer source) throws IOException;

    /** Takes up the device's channels and timers in {@link #loop()}, when it has just moved there. */
    protected void enterLoop() {}

    /** Gives up all channels and timers in the loop, when the device is about to move. */
    protected void leaveLoop() {}

    /** Hears that the front end has room, or might have: reading can go on. In the loop. */
    protected void resumeInLoop() {}

    /**
     * Looks out for the channel to be writable and calls {@link #writable()} then. The default is a device that always is.
     *
     * @param wanted whether somebody waits
     */
    protected void writeInterestInLoop(boolean wanted) {
        if (wanted) {
            loop.execute(() -> runInLoop(this::writable));
        }
    }

    /** Drops the peer, if there is one. */
    protected void disconnectInLoop() {}

    /**
     * Hears that the front end has set or taken away its handlers. In the loop.
     *
     * @param opened whether there are handlers now
     */
    protected void frontendInLoop(boolean opened) {}

    /**
     * Turns the echo of a terminal on or off.
     *
     * @param on whether the terminal echoes, line by line
     */
    protected void echoInLoop(boolean on) {}

    /** Hears that the program's start is over ({@link ChardevRegistry#completeStart}). In the loop. */
    protected void startCompletedInLoop() {}

    /** Closes channels for good and emits CLOSED if the device was open. Does not block. */
    protected abstract void closeInLoop();

    /**
     * Lets what was written before {@link #closeInLoop} leave, for a limited time, and releases what that needs. In the loop, after
     * {@link #closeInLoop}.
     *
     * @return completed when nothing of the device is left; at once by default
     */
    protected CompletionStage<Void> lastOutput() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Removes what the device has put into the file system, because the process ends without closing it. Called by any thread,
     * perhaps while the device is being closed; must not wait. The default is a device that has put nothing there.
     */
    protected void removeFiles() {}

    /**
     * Says whether clients can be handed out as devices, and hears who takes them. In the loop.
     *
     * @param listener who takes them, or null
     */
    protected void clientListenerInLoop(@Nullable ClientListener listener) {
        throw new IllegalStateException(this + " has one client only");
    }

    // ---- for this package ---------------------------------------------------------------------------------------

    final int write(ByteBuffer source) throws IOException {
        return recorder.write(self, source);
    }

    /** Records from now on what is written, and closes the log in the end. */
    final void recordTo(LogFile log) {
        recorder.recordTo(log);
    }

    final FrontendSlot frontend() {
        return frontend;
    }

    final OutputWatches watches() {
        return watches;
    }

    final void disconnect() {
        runInLoop(this::disconnectInLoop);
    }

    final void startCompleted() {
        runInLoop(this::startCompletedInLoop);
    }

    final void setEcho(boolean on) {
        runInLoop(() -> echoInLoop(on));
    }

    final EventLoop home() {
        return loop;
    }

    final void movedTo(EventLoop target) {
        loop = target;
    }

    private void closeOnce() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeInLoop();
            ending = lastOutput();
        } catch (Throwable e) {
            ending = CompletableFuture.failedStage(e);
        } finally {
            watches.hangUp();
            recorder.close();
        }
        ending.whenComplete((ended, failure) -> {
            if (failure != null) {
                report("closing failed", failure);
            }
        });
    }
}
