/** What all subcommands share: exit statuses, error lines, standard output and the log's writer. */
package dev.qmp.cli.usage;
