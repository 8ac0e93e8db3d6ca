/** The log of the tool, for those who ask for it. */
package dev.qmp.cli.log;
