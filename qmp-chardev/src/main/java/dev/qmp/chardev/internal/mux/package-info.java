/** The multiplexer: several front ends on one device. */
package dev.qmp.chardev.internal.mux;
