/** What can be seen of monitors from outside: slow commands in the log, messages in the trace, events of the flight recorder. */
package dev.qmp.monitor.internal.watch;
