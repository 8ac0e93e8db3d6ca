/** Event loops: one thread each that owns channels, watches, timers and tasks. Depends on nothing else of the module. */
package dev.qmp.chardev.loop;
