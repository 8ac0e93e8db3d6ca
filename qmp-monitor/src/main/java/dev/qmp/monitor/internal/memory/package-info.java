/** The command that shows the memory which peers make the server take. */
package dev.qmp.monitor.internal.memory;
