/** The commands of the protocol itself: negotiation, version, names, introspection, human monitor commands, and the end. */
package dev.qmp.monitor.internal.control;
