/** Certificates and keys in PEM files, for devices and for the client of {@code dev.qmp.monitor}. */
package dev.qmp.chardev.internal.pem;
