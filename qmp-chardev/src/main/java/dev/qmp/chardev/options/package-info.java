/** Devices described by text: option lists, their tables, and the short forms of a command line. For tools. */
package dev.qmp.chardev.options;
