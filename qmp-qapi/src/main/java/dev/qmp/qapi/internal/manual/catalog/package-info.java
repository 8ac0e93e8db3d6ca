/** What a manual shows, and where: definitions, the pages they are on, and who refers to whom. */
package dev.qmp.qapi.internal.manual.catalog;
