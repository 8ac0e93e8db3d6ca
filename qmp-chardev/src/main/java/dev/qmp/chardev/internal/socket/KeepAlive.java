package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.options.ChardevOptions;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * TCP keep-alive. Only monitor commands can ask for it, and only for a socket that connects; a listening one ignores it.
 *
 * <p>Thread: immutable.
 *
 * @param count the number of unanswered probes after which the connection is dropped, 0 for the system's default
 * @param idle the idle seconds before the first probe, 0 for the default
 * @param interval the seconds between probes, 0 for the default
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
