/**
 * The command line of the whole tool, described once: help, completion, manual pages, and the parser of those subcommands that do not
 * have to start in no time.
 */
package dev.qmp.cli.commandline;
