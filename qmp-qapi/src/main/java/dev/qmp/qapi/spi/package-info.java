/** The service that makes output from a schema, to be implemented by providers of further kinds of output. */
package dev.qmp.qapi.spi;
