/** {@code qmp serve}: its command line, and the composition of devices, monitors and commands. */
package dev.qmp.cli.serve;
