/** The way from the parsers to the dispatcher: requests that wait for their turn, their bounds, and what stops reading. */
package dev.qmp.monitor.internal.queue;
