package dev.qmp.qapi.internal.manual.page;

/**
 * A file of the manual.
 *
 * @param file its name
 * @param text its content
 */
public record Page(String file, String text) {}
