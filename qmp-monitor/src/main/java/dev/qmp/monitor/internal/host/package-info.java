/** The monitors of a host, of whatever kind. */
package dev.qmp.monitor.internal.host;
