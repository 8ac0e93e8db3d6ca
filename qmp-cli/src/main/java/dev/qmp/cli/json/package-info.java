/** {@code qmp json}: the dialect as a filter. */
package dev.qmp.cli.json;
