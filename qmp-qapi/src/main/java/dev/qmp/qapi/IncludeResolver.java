package dev.qmp.qapi;

import java.io.IOException;

/** Reads the files of a schema by name, for schemas that are not in the file system. */
@FunctionalInterface
public interface IncludeResolver {
    /**
     * Reads a file whole.
     *
     * @param name the root's name, or that of an included file: its string joined to its includer's directory with a slash
     * @return the file's bytes, UTF-8
     * @throws IOException if there is no such file or it cannot be read
     */
    byte[] read(String name) throws IOException;

    /**
     * Returns what tells two files apart: two names with the same identity are the same file.
     *
     * @param name a name as {@link #read} takes it
     * @return the identity, a path with slashes; by default the name without {@code .} and {@code ..}
     */
    default String identity(String name) {
        return SchemaPaths.normalize(name);
    }
}
