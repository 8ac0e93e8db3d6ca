/** Reading the subset of reStructuredText that documentation comments of schemas use. */
package dev.qmp.qapi.internal.manual.rst;
