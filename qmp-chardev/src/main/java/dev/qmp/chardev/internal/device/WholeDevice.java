package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.WatchCallback;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.Watch;
import dev.qmp.chardev.spi.WriteLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The device as a connection, whose peer never changes.
 *
 * <p>Thread: any.
 */
record WholeDevice(Device device) implements CharConnection {
    @Override
    public int write(ByteBuffer source) throws IOException {
        WriteLock lock = device.writeLock();
        int from = lock.enter(source);
        try {
            return device.backend().writeBytes(source);
        } finally {
            lock.leave(source, from);
        }
    }

    @Override
    public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
        return device.watches().add(conditions, callback);
    }

    @Override
    public boolean isDrained() {
        return device.backend().isDrained();
    }

    @Override
    public void whenDrained(Runnable action) {
        device.backend().whenDrained(action);
    }

    @Override
    public void close() {
        device.runInLoop(device.backend()::disconnectInLoop);
    }
}
