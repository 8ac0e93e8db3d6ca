/** The QAPI schema language: sources, model, checks, introspection and run-time validation. */
package dev.qmp.qapi;

