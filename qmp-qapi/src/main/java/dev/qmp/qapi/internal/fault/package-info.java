/** The faults of values against their types: one set of texts for validation and for the readers of typed values. */
package dev.qmp.qapi.internal.fault;
