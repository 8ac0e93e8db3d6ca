/**
 * QMP monitors on character devices.
 *
 * <p>{@link dev.qmp.monitor.Monitors} owns everything: the I/O thread that reads, parses and runs out-of-band commands, the
 * dispatcher that runs all others one at a time, the monitors, and the end of it all.
 */
package dev.qmp.monitor;
