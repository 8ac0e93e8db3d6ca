package dev.qmp.chardev;

import dev.qmp.chardev.loop.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * One peer for ever: the device as a connection.
 *
 * <p>Thread: any.
 */
record WholeDevice(Chardev device) implements CharConnection {
    @Override
    public int write(ByteBuffer source) throws IOException {
        return device.write(source);
    }

    @Override
    public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
        return device.watches().add(conditions, callback);
    }

    @Override
    public boolean isDrained() {
        return device.isDrained();
    }

    @Override
    public void whenDrained(Runnable action) {
        device.whenDrained(action);
    }

    @Override
    public void close() {
        device.disconnect();
    }
}
