/** Certificates and keys for devices that speak TLS. */
package dev.qmp.chardev.tls;
