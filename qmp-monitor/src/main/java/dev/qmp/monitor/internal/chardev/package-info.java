/** The commands of character devices: from JSON to the registry and back. */
package dev.qmp.monitor.internal.chardev;
