/** What the operating system says, and what is logged. */
package dev.qmp.chardev.internal.system;
