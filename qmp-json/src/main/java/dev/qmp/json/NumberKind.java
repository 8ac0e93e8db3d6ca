package dev.qmp.json;

/** The dialect's three kinds of numbers. */
public enum NumberKind {
    /** An integer from -2^63 to 2^63-1. */
    INT64,
    /** An integer from 2^63 to 2^64-1. */
    UINT64,
    /** Any other number, and every number written with a dot or an exponent; it never serves as an integer. */
    DOUBLE
}
