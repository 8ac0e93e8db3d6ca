package dev.qmp.cli.bench;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The requests that a server is loaded with.
 *
 * @param command the command
 * @param arguments its arguments
 * @param outOfBand whether it runs out of band
 * @param inFlight the number of requests in flight
 * @param requests the number of requests to each server, without the warm-up; if empty, the duration counts
 * @param duration how long each server is loaded
 * @param warmUp how long each server is loaded without measuring
 * @param blocks the number of blocks that the load is split into
 */
record Load(
        String command,
        JsonObject arguments,
        boolean outOfBand,
        int inFlight,
        OptionalLong requests,
        Duration duration,
        Duration warmUp,
        int blocks) {
    static final Duration DURATION = Duration.ofSeconds(5);
    static final Duration WARM_UP = Duration.ofSeconds(1);
    static final int BLOCKS = 10;
}
