package dev.qmp.qapi;

import java.util.List;

/**
 * A module: one file of a schema with what it declares.
 *
 * @param name the file's path relative to the root's directory; {@link #BUILTIN} for the predefined types
 * @param includes the names of the modules it includes, in order
 * @param entities what it declares, implicit types included, in the order in which QEMU's generator visits them
 */
public record SchemaModule(String name, List<String> includes, List<SchemaEntity> entities) {
    /** The name of the module of the predefined types. */
    public static final String BUILTIN = "./builtin";

    /** The name of the one module of a schema that was built from introspection, which no file can have. */
    public static final String INTROSPECTION = "./introspection";

    /**
     * Makes a module.
     *
     * @param name its name
     * @param includes the modules it includes, copied
     * @param entities what it declares, copied
     */
    public SchemaModule {
        includes = List.copyOf(includes);
        entities = List.copyOf(entities);
    }
}
