/** {@code qmp exec} and {@code qmp events}, and what every subcommand that talks to a server shares. */
package dev.qmp.cli.client;
