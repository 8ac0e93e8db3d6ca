package dev.qmp.monitor.spi;

import dev.qmp.chardev.loop.EventLoop;

/**
 * The loops of the monitors' two threads, for providers that serve channels of their own. A service of the host, found by
 * {@code context.service(MonitorLoops.class)}; both loops run while the monitors do.
 *
 * <p>Thread: immutable.
 *
 * @param io the loop of the I/O thread, which goes on while a command blocks the dispatcher
 * @param main the loop of the dispatcher, which owns what in-band commands work on
 */
public record MonitorLoops(EventLoop io, EventLoop main) {}
