package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.Dialect;

/** The members that a request's envelope may have: depends on the monitor's dialect and on what the session negotiated. */
public enum RequestRules {
    /** {@code execute}, {@code arguments}, {@code id}: negotiation, or a session without out-of-band execution. */
    IN_BAND_ONLY,
    /** Those and {@code exec-oob}: {@link Dialect#MODERN} with the capability {@code oob} enabled. */
    EXEC_OOB,
    /** {@code execute}, {@code arguments}, {@code id} and {@code control}: {@link Dialect#RFC}. */
    CONTROL
}
