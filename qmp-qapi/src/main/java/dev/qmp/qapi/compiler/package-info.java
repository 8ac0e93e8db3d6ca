/** The compiler of the schema language: text in, a checked model out. */
package dev.qmp.qapi.compiler;
