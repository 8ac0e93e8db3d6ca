/** The pages of a manual. */
package dev.qmp.qapi.internal.manual.page;
