/** Writing HTML that cannot be malformed. */
package dev.qmp.qapi.internal.manual.html;
