/** What all subcommands say in the same way: exit statuses, and refusals of a command line. */
package dev.qmp.cli.usage;
