/** A command's arguments as people type them, {@code KEY=VALUE}, read by the schema. */
package dev.qmp.qapi.arguments;
