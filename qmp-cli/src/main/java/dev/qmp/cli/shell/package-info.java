/** {@code qmp shell}: a conversation with a server, with line editing where there is a terminal. */
package dev.qmp.cli.shell;
