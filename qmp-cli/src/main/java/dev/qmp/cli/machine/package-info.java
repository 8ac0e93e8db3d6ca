/** The small simulated machine that {@code qmp serve} serves. */
package dev.qmp.cli.machine;
