package dev.qmp.cli.machine;

import dev.qmp.cli.machine.schema.IncomingAddress;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.spi.YankInstances;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The channel of an incoming migration, while there is one, and the address and the {@code yank} instance that clients know it by.
 *
 * <p>Thread: guarded by the lock of the migration, but for {@link #removeFile}.
 */
final class CurrentChannel {
    private static final JsonObject YANK_INSTANCE =
            JsonValues.object().add("type", "migration").build();

    private final @Nullable YankInstances yanks;
    private final Runnable cut;
    private volatile @Nullable MigrationChannel channel;
    private @Nullable IncomingAddress address;
    private YankInstances.@Nullable Registration yank;

    /**
     * Makes a place without a channel.
     *
     * @param yanks the list of connections that can be cut; null if the host has none
     * @param cut cuts the connection to the source
     */
    CurrentChannel(@Nullable YankInstances yanks, Runnable cut) {
        this.yanks = yanks;
        this.cut = cut;
    }

    /** Makes a channel the current one; a source may have connected, and even left, before its opener calls this. */
    void adopt(MigrationChannel opened) {
        if (channel == opened || opened.isClosed()) {
            return;
        }
        channel = opened;
        address = opened.address();
        if (yank == null && yanks != null) {
            yank = yanks.register(YANK_INSTANCE, cut);
        }
    }

    boolean isPresent() {
        return channel != null;
    }

    @Nullable
    MigrationChannel orNull() {
        return channel;
    }

    /** Returns where the last channel listened, until {@link #release}. */
    @Nullable
    IncomingAddress address() {
        return address;
    }

    /** Closes the channel; its address and {@code yank} instance stay, because a postcopy may be recovered. */
    void close() {
        MigrationChannel current = channel;
        channel = null;
        if (current != null) {
            current.close();
        }
    }

    /** Removes the file of the channel's socket; any thread, without the lock. */
    void removeFile() {
        MigrationChannel current = channel;
        if (current != null) {
            current.removeFile();
        }
    }

    /** Forgets the address and the {@code yank} instance. */
    void release() {
        address = null;
        if (yank != null) {
            yank.close();
            yank = null;
        }
    }
}
