package dev.qmp.monitor.metrics;

import dev.qmp.dispatch.spi.ErrorClass;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what monitors do: requests and their times by command, sessions, and whether a proxy's server is connected.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class Metrics {
    /** The upper bounds of the times that are told apart, in nanoseconds. */
    static final long[] BOUNDS = {100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000L};

    /** Stands for all commands that do not exist, of which there is no end. */
    private static final String UNKNOWN = "";

    private final Map<String, CommandFigures> commands = new ConcurrentHashMap<>();
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private volatile boolean proxied;
    private volatile boolean connected;

    /** The figures of a command. */
    static final class CommandFigures {
        final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
        final LongAdder nanos = new LongAdder();
        final LongAdder errors = new LongAdder();

        CommandFigures() {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }
    }

    /** Begins with nothing counted. */
    public Metrics() {}

    /**
     * Counts a request.
     *
     * @param command the command
     * @param outcome {@code success}, or the error's class
     * @param nanos from the request to the reply
     */
    public void answered(String command, String outcome, long nanos) {
        boolean unknown = outcome.equals(ErrorClass.COMMAND_NOT_FOUND.wireName());
        CommandFigures figures = commands.computeIfAbsent(unknown ? UNKNOWN : command, name -> new CommandFigures());
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        figures.buckets[bucket].increment();
        figures.nanos.add(nanos);
        if (!outcome.equals("success")) {
            figures.errors.increment();
        }
    }

    /** Counts a session that begins. */
    public void sessionBegun() {
        begun.increment();
    }

    /** Counts a session that has ended. */
    public void sessionEnded() {
        ended.increment();
    }

    /**
     * Notes whether the server behind a proxy is connected.
     *
     * @param isConnected whether requests can be sent to it
     */
    public void upstream(boolean isConnected) {
        proxied = true;
        connected = isConnected;
    }

    Map<String, CommandFigures> commands() {
        return commands;
    }

    long sessionsBegun() {
        return begun.sum();
    }

    long sessionsNow() {
        return Math.max(0, begun.sum() - ended.sum());
    }

    boolean isProxied() {
        return proxied;
    }

    boolean isConnected() {
        return connected;
    }
}
