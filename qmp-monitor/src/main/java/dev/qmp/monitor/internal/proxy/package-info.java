/** The connection to another server whose monitor is shared: requests go there with ids of its own, replies come back as they are. */
package dev.qmp.monitor.internal.proxy;
