/** The model of a checked schema: its types, commands, events and documentation, and the values that describe where a schema comes from. */
package dev.qmp.qapi;
