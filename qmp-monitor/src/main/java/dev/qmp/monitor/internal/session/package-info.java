/** Monitors on devices and their sessions: input, negotiation, execution, replies, and the end. */
package dev.qmp.monitor.internal.session;
