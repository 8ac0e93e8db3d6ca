package dev.qmp.chardev.internal.hub;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.loop.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device as a part of a hub: the hub is its front end.
 *
 * <p>Thread: confined to the device's loop, except writing, which the hub's write lock guards with what belongs to it.
 */
final class HubPart {
    private final HubDevice hub;
    private final CharFrontend device;
    private int turn; // how often somebody began or ended to listen; handlers of an earlier turn are mute

    // Written under the hub's write lock.
    private @Nullable CharConnection connection; // the last one written to
    private int ahead; // how many bytes this part has taken that the hub has not
    private volatile boolean blocked;

    HubPart(HubDevice hub, CharFrontend device) {
        this.hub = hub;
        this.device = device;
    }

    void listen(boolean on, EventLoop loop) {
        int current = ++turn;
        device.setHandlersAsync(on ? new Handlers(current) : null, on ? loop : null)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        loop.report("a part of a hub does not follow it", failure);
                    }
                });
    }

    /** Writes what it has not taken yet; returns how many bytes from the buffer's position it has taken, all if it is closed. */
    int write(ByteBuffer source) {
        int whole = source.remaining();
        CharConnection now = device.connection();
        if (now != connection || !device.chardev().isOpen()) {
            connection = now;
            ahead = 0;
        }
        blocked = false;
        if (!device.chardev().isOpen() || ahead >= whole) {
            return whole;
        }
        try {
            ByteBuffer rest = source.slice(source.position() + ahead, whole - ahead);
            ahead += now.write(rest);
            blocked = rest.hasRemaining();
            return ahead;
        } catch (IOException e) {
            Logs.of(HubDevice.class).log(System.Logger.Level.DEBUG, "a part of a hub has lost its peer", e);
            return whole;
        }
    }

    /** The hub has taken that many bytes. */
    void taken(int count) {
        ahead = Math.max(0, ahead - count);
    }

    /** What was written before belongs to a peer that is gone. */
    void restart() {
        ahead = 0;
    }

    void awaitRoom() {
        if (blocked) {
            device.connection().addWatch(Set.of(WatchCondition.OUT), condition -> {
                hub.writable();
                return false;
            });
        }
    }

    void resume() {
        device.acceptInput();
    }

    boolean isDrained() {
        return device.connection().isDrained();
    }

    void whenDrained(Runnable action) {
        device.connection().whenDrained(action);
    }

    void disconnect() {
        device.disconnect();
    }

    void release() {
        turn++;
        device.detachAsync();
    }

    /** The hub as the front end of this device. Thread: the device's loop. */
    private final class Handlers implements CharHandlers {
        private final int own;

        Handlers(int own) {
            this.own = own;
        }

        @Override
        public int canRead() {
            return own == turn ? hub.room() : 0;
        }

        @Override
        public void read(ByteBuffer bytes) {
            hub.input(bytes);
        }

        @Override
        public void event(CharEvent event) {
            if (own == turn) {
                hub.event(event);
            }
        }
    }
}
