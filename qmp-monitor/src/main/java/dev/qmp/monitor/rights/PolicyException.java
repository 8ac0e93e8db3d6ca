package dev.qmp.monitor.rights;

/** A policy is not one; the message says in one line where and why: {@code FILE:LINE:COLUMN: REASON}. */
public final class PolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    PolicyException(String message) {
        super(message);
    }
}
