package dev.qmp.qapi.internal.draft;

/**
 * A type as a definition refers to it.
 *
 * @param name the name of a type, or of the element type of an array
 * @param isArray whether an array of it is meant
 */
public record TypeRef(String name, boolean isArray) {}
