/** Sockets that the JDK does not have, by junixsocket. */
package dev.qmp.chardev.junixsocket;
