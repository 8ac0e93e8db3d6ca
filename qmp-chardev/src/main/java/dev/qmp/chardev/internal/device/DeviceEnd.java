package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.spi.DeviceCallbacks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The end of a device, which comes once.
 *
 * <p>Thread: confined to the device's loop, except {@link #hasBegun}.
 */
final class DeviceEnd {
    private volatile boolean begun; // written in the loop
    private CompletionStage<Void> ending = CompletableFuture.completedFuture(null);

    boolean hasBegun() {
        return begun;
    }

    /** Closes the back end if that has not been done; returns the stage of its last output. */
    CompletionStage<Void> begin(Device device, DeviceCallbacks backend, Runnable release) {
        if (begun) {
            return ending;
        }
        begun = true;
        try {
            backend.closeInLoop();
            ending = backend.lastOutput();
        } catch (Throwable e) {
            ending = CompletableFuture.failedStage(e);
        } finally {
            release.run();
        }
        ending.whenComplete((ended, failure) -> {
            if (failure != null) {
                device.report("closing failed", failure);
            }
        });
        return ending;
    }
}
