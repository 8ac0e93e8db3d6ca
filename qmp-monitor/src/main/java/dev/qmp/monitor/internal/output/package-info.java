/** The way out of a session: messages as bytes, and the bytes that the peer has not taken yet. */
package dev.qmp.monitor.internal.output;
