/** The human monitor, apart from its connection: line editor, help, commands as words, values as text. */
package dev.qmp.monitor.internal.human;
