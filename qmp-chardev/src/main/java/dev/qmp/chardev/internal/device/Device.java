package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.RingBuffer;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Timer;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.DeviceLevel;
import dev.qmp.chardev.spi.DeviceCallbacks;
import dev.qmp.chardev.spi.DevicePort;
import dev.qmp.chardev.spi.OutputWatches;
import dev.qmp.chardev.spi.WriteLock;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The state of a device, between the back end that it calls and the front end attached to it.
 *
 * <p>Thread: as {@link Chardev} and {@link DevicePort} say; state is confined to the loop, output guarded by the write lock.
 */
public final class Device implements DevicePort {
    private final String id;
    private final String type;
    private final EnumSet<CharFeature> features;
    private final DeviceCallbacks backend;
    private final DeviceLevel level;

    // Any thread.
    private volatile EventLoop loop;
    private volatile String filename;
    private volatile boolean open;
    private final RecordedOutput output = new RecordedOutput();

    // The loop only, but for what they say themselves.
    private final InputQueue input = new InputQueue();
    private final FrontendSlot frontend;
    private final CharConnection whole;
    private final OutputWatches watches;
    private final DeviceEnd end = new DeviceEnd();

    /**
     * Makes a device.
     *
     * @param options its id and type
     * @param features what it can do
     * @param loop its first loop
     * @param backend its back end, perhaps still being constructed
     * @param level which release of QEMU it is like
     */
    @SuppressWarnings("this-escape") // its parts know the device from the start, and call it when it is made
    public Device(
            ChardevOptions options,
            Set<CharFeature> features,
            EventLoop loop,
            DeviceCallbacks backend,
            DeviceLevel level) {
        this.id = options.id();
        this.type = options.type();
        this.features = EnumSet.noneOf(CharFeature.class);
        this.features.addAll(features);
        this.backend = backend;
        this.level = level;
        this.loop = loop;
        this.filename = type;
        this.frontend = new FrontendSlot(this, backend, input);
        this.whole = new WholeDevice(this);
        this.watches = new OutputWatches(this, whole, backend::writeInterestInLoop);
    }

    // ---- for users ----------------------------------------------------------------------------------------------

    @Override
    public String id() {
        return id;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String filename() {
        return filename;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isFrontendOpen() {
        return backend instanceof SharedDevice shared ? shared.isFrontendOpen() : frontend.isOpen();
    }

    @Override
    public boolean isBusy() {
        return backend instanceof SharedDevice || frontend.user() != null;
    }

    /** Returns whether a front end is attached to the device, or to a place of it. */
    public boolean hasUsers() {
        return backend instanceof SharedDevice shared ? shared.hasUsers() : frontend.user() != null;
    }

    @Override
    public boolean isClosed() {
        return end.hasBegun();
    }

    @Override
    public boolean has(CharFeature feature) {
        return features.contains(feature);
    }

    @Override
    public CharFrontend attach() {
        if (backend instanceof SharedDevice shared) {
            return shared.attach();
        }
        Frontend handle = new Frontend(this);
        if (!frontend.take(handle)) {
            throw new ChardevException(level.inUse(id));
        }
        return handle;
    }

    @Override
    public void sendBreak() {
        runInLoop(backend::sendBreakInLoop);
    }

    @Override
    public boolean yank() {
        return backend.yank();
    }

    @Override
    public void close() {
        CompletableFuture<Void> done = closeAsync().toCompletableFuture();
        if (EventLoop.current() == null) {
            awaitLoop();
            done.join();
        }
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        runInLoop(() -> end.begin(this, backend, this::hangUp).whenComplete((ended, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }));
        return done;
    }

    private void hangUp() {
        watches.hangUp();
        output.close();
    }

    @Override
    public String toString() {
        return type + "[" + id + "]";
    }

    // ---- for the back end ---------------------------------------------------------------------------------------

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void runInLoop(Runnable task) {
        EventLoop target = loop;
        if (target.inLoop()) {
            task.run();
        } else {
            target.execute(() -> runInLoop(task));
        }
    }

    @Override
    public void callInLoop(Runnable task) {
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

    @Override
    public Timer schedule(long nanos, Runnable task) {
        return loop.schedule(nanos, () -> runInLoop(task));
    }

    @Override
    public void report(String what, Throwable cause) {
        loop.report(this + ": " + what, cause);
    }

    @Override
    public void setFilename(String text) {
        filename = text;
    }

    @Override
    public WriteLock writeLock() {
        return output;
    }

    @Override
    public void shareLog(Chardev other) {
        if (other instanceof Device owner) {
            output.share(owner.output);
        }
    }

    @Override
    public CharConnection wholeConnection() {
        return whole;
    }

    @Override
    public void emit(CharEvent event) {
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

    @Override
    public void setOpen(boolean now) {
        open = now;
    }

    @Override
    public void deliver(ByteBuffer bytes) {
        input.offer(bytes);
    }

    @Override
    public boolean takesMore() {
        return input.isEmpty() && input.takesMore();
    }

    @Override
    public int room() {
        return input.isEmpty() ? input.room() : 0;
    }

    @Override
    public int readAheadSpace() {
        return input.space();
    }

    @Override
    public void endOfInput(Runnable disconnect, Runnable keepOutput) {
        input.atEnd(() -> {
            CharHandlers current = input.handlers();
            if (current == null || current.endOfInput()) {
                disconnect.run();
            } else {
                keepOutput.run();
            }
        });
    }

    @Override
    public void inputOver() {
        input.clear();
    }

    @Override
    public void writable() {
        watches.writable();
    }

    // ---- for the registry ---------------------------------------------------------------------------------------

    /** The device of a handle that a back end has returned; throws if the back end has not used its context. */
    public static Device of(Chardev handle) {
        if (handle instanceof Device device) {
            return device;
        }
        throw new IllegalStateException(handle + " was not made by the context of its registry");
    }

    /** The ring buffer that the back end is, if it is one. */
    public Optional<RingBuffer> ringBuffer() {
        return backend instanceof RingBuffer buffer ? Optional.of(buffer) : Optional.empty();
    }

    public FrontendSlot frontend() {
        return frontend;
    }

    /** Waits until the device's loop has run what was queued; runs it here if no thread runs the loop. */
    public void awaitLoop() {
        callInLoop(() -> {});
    }

    /** Records from now on what is written; the log file is closed with the device. */
    public void recordTo(LogFile log) {
        output.recordTo(log);
    }

    /** The program's start is over. */
    public void startCompleted() {
        runInLoop(backend::startCompletedInLoop);
    }

    /** Removes what the device has in the file system. */
    public void removeFiles() {
        backend.removeFiles();
    }

    // ---- for this package ---------------------------------------------------------------------------------------

    DeviceCallbacks backend() {
        return backend;
    }

    OutputWatches watches() {
        return watches;
    }

    void movedTo(EventLoop target) {
        loop = target;
    }
}
