/** The commands that cut connections. */
package dev.qmp.monitor.internal.yank;
