package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.Dialect;

/** Which members a request's envelope may have, given the monitor's dialect and what its session negotiated. */
public enum RequestRules {
    /** {@code execute}, {@code arguments}, {@code id}: negotiation, or a session without out-of-band execution. */
    IN_BAND_ONLY,
    /** The same and {@code exec-oob}: {@link Dialect#MODERN} with the capability enabled. */
    EXEC_OOB,
    /** The first set and {@code control}: {@link Dialect#RFC}. */
    CONTROL
}
