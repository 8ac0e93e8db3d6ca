/** How a host of monitors begins and ends: the making of its commands, the shutdown, the last output, and the closing in time. */
package dev.qmp.monitor.internal.lifecycle;
