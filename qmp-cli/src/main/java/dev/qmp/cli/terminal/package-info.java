/** What the JDK cannot do with terminals: raw mode and pseudo-terminals. JLine's native part does it, loaded when needed. */
package dev.qmp.cli.terminal;
