/**
 * What changed between two schemas, and whom it breaks.
 *
 * <p>An <em>old client</em> is one that was written for the older schema and talks to a server of the newer one; an
 * <em>old server</em> is one that was written for the older schema and serves clients of the newer one. Arguments flow from
 * clients to servers, results and events from servers to clients, so the same change of a type may break the one through
 * arguments and the other through results.
 */
package dev.qmp.qapi.diff;
