package dev.qmp.qapi.diff;

/**
 * A way from a pair of declarations to a pair of types that they use.
 *
 * @param below the path from the one to the other
 * @param isUnstable whether what leads there is unstable
 * @param to the pair of types
 */
record Edge(String below, boolean isUnstable, Pair to) {}
