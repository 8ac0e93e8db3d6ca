package dev.qmp.dispatch;

import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * What a handler is told about the request that it serves.
 *
 * <p>Thread: immutable.
 *
 * @param monitor the monitor that the request came from
 * @param command the command's name
 * @param outOfBand whether the handler runs in the I/O thread, where it must neither block nor take long
 * @param id the request's {@code id}, if it had one
 */
public record CommandContext(MonitorContext monitor, String command, boolean outOfBand, Optional<JsonValue> id) {}
