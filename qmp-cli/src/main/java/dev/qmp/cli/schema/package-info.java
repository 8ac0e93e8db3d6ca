/** {@code qmp schema}: the schema language on the command line. */
package dev.qmp.cli.schema;
