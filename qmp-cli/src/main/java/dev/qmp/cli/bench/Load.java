package dev.qmp.cli.bench;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What is asked of a server, and how often.
 *
 * @param command the command
 * @param arguments its arguments
 * @param outOfBand whether it runs out of band
 * @param inFlight how many requests are with the server at a time
 * @param requests how many requests each server gets, warm-up not counted; else time decides
 * @param duration how long each server is loaded
 * @param warmUp how long each server is loaded before
 * @param blocks in how many turns
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
