package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.options.ChardevOptions;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * How the system looks after an idle connection; only commands of a monitor can ask for it, and for
 * a socket that connects; on one that listens it means nothing.
 *
 * <p>Thread: immutable.
 *
 * @param count how often in vain before it gives up, 0 for the system's default
 * @param idle after how many idle seconds, 0 likewise
 * @param interval how many seconds from one time to the next, 0 likewise
 */
record KeepAlive(int count, int idle, int interval) {
    static @Nullable KeepAlive of(ChardevOptions options, boolean server) {
        if (server || !options.bool("keep-alive", false)) {
            return null;
        }
        return new KeepAlive(
                seconds(options, "keep-alive-count"),
                seconds(options, "keep-alive-idle"),
                seconds(options, "keep-alive-interval"));
    }

    private static int seconds(ChardevOptions options, String key) {
        return (int) Math.min(options.number(key, 0), Integer.MAX_VALUE);
    }

    /** Applies it to a connection. */
    void apply(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, count);
        set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, idle);
        set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, interval);
    }

    private static void set(SocketChannel channel, SocketOption<Integer> option, int value) throws IOException {
        if (value > 0) {
            channel.setOption(option, value);
        }
    }
}
