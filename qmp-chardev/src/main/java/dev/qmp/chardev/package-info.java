/** Character devices, watches, the event loop and option strings. */
package dev.qmp.chardev;
