/** The {@code qmp} tool's entry. */
package dev.qmp.cli;
