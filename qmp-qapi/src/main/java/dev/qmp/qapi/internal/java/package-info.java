/** Java classes from a schema. */
package dev.qmp.qapi.internal.java;
