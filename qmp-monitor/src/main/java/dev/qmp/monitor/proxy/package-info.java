/** A server whose monitor is shared with many clients: its address, and how to connect to it. */
package dev.qmp.monitor.proxy;
