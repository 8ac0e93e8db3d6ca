/**
 * What the author of commands implements and uses: a {@link dev.qmp.dispatch.spi.CommandProvider} brings a QAPI schema and the
 * handlers of its commands, which answer with a value, or with an error by throwing a
 * {@link dev.qmp.dispatch.spi.CommandException}.
 */
package dev.qmp.dispatch.spi;
