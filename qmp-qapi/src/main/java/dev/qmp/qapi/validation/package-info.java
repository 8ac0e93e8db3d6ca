/** Values against a schema at run time: checks of what comes in, filters of what goes out, the compatibility policy. */
package dev.qmp.qapi.validation;
