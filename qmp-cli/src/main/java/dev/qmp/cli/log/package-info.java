/** The log of the tool: {@code -v}, {@code -vv} and {@code --log}. */
package dev.qmp.cli.log;
