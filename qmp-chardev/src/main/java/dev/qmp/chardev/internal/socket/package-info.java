/** The socket back end: listening, connecting, and the layers over a connection. */
package dev.qmp.chardev.internal.socket;
