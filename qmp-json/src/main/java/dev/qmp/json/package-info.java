/** Values, incremental parser and writer of the JSON dialect of a QMP monitor. */
package dev.qmp.json;
