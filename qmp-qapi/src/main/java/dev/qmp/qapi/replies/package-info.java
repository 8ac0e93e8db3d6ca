/** Scripted answers to commands, checked against a schema. */
package dev.qmp.qapi.replies;
