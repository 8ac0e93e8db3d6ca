/** The texts of the operating system. */
package dev.qmp.chardev.internal.system;
