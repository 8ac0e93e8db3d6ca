/** What a manual shows, and where: definitions, the pages they are on, and which refer to which. */
package dev.qmp.qapi.internal.manual.catalog;
