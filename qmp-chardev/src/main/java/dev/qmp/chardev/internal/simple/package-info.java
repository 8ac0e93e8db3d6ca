/** Back ends without sockets: files, fifos, standard streams, rings, nothing. */
package dev.qmp.chardev.internal.simple;
