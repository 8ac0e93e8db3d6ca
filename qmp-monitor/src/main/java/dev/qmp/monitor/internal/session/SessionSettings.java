package dev.qmp.monitor.internal.session;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.json.JsonLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How sessions of a monitor behave.
 *
 * @param pretty whether their output is indented
 * @param dialect how their peers ask for out-of-band execution
 * @param limits the bounds of a request
 * @param outputHighWater bytes of unread output at which reading stops
 * @param outputHardCap bytes of unread output at which a session is closed
 * @param unnegotiatedInput about how much memory a message may take before capabilities are negotiated, in bytes
 * @param role the name of the role that sessions have, or null if their policy decides
 * @param negotiationTimeout how long a peer may take to negotiate; zero: as long as it likes
 */
public record SessionSettings(
        boolean pretty,
        Dialect dialect,
        JsonLimits limits,
        int outputHighWater,
        int outputHardCap,
        int unnegotiatedInput,
        @Nullable String role,
        Duration negotiationTimeout) {}
