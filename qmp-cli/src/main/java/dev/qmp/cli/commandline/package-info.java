/**
 * The command line of the whole tool, described once for help, completion, manual pages, and the parser of those subcommands that need
 * not start as fast as possible.
 */
package dev.qmp.cli.commandline;
