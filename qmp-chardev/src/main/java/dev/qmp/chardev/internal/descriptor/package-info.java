/** Descriptors that the program has already, as files and sockets. */
package dev.qmp.chardev.internal.descriptor;
