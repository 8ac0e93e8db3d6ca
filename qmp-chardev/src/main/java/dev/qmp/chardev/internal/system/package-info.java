/** What the operating system says, what is logged, and files that only their owner reads. */
package dev.qmp.chardev.internal.system;
