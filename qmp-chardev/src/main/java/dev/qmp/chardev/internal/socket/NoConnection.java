package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.WatchCallback;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Nobody is connected.
 *
 * <p>Thread: immutable.
 */
enum NoConnection implements CharConnection, Watch {
    INSTANCE;

    @Override
    public int write(ByteBuffer source) throws IOException {
        throw new IOException("Input/output error");
    }

    @Override
    public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
        return this;
    }

    @Override
    public void close() {}

    @Override
    public boolean isActive() {
        return false;
    }

    @Override
    public void remove() {}

    @Override
    public CompletionStage<Void> removeAsync() {
        return CompletableFuture.completedFuture(null);
    }
}
