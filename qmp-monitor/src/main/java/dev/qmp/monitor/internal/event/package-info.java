/** The delivery of events to sessions: what the schema admits, how often, and in which order. */
package dev.qmp.monitor.internal.event;
