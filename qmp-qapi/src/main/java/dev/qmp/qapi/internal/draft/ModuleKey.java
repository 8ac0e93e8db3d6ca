package dev.qmp.qapi.internal.draft;

/**
 * A module of one of the schemas that are composed.
 *
 * @param root which schema, from 0; -1 for the predefined module
 * @param name the module's name
 */
public record ModuleKey(int root, String name) {}
