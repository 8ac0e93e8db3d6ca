/** The form in which a server describes its schema to clients, written and read. */
package dev.qmp.qapi.introspection;
