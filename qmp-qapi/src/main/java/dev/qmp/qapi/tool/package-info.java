/** The main class that builds run; not exported. */
package dev.qmp.qapi.tool;
