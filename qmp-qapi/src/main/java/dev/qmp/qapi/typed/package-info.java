/**
 * What classes generated from a QAPI schema need to read and make JSON values.
 *
 * <p>The rules and the texts of errors are those by which a QMP server judges arguments.
 */
package dev.qmp.qapi.typed;
