/** Bytes to and from the server: sockets, TLS, PEM files. */
package dev.qmp.monitor.client.internal;
