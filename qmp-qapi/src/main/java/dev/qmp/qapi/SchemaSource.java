package dev.qmp.qapi;

import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where a schema's text is: the name of its root and the way to read it and what it includes.
 *
 * <p>Thread: immutable.
 */
public final class SchemaSource {
    /** The most bytes of text that a root and its includes may have together: 16 MiB, about ten times what QEMU's have. */
    public static final int MOST_BYTES = 16 << 20;

    private final String name;
    private final IncludeResolver resolver;

    private SchemaSource(String name, IncludeResolver resolver) {
        this.name = name;
        this.resolver = resolver;
    }

    /**
     * Takes a schema from a file; includes are relative to the including file's directory.
     *
     * @param path the root file; diagnostics show it as given
     * @return the source; reading happens at compilation
     */
    public static SchemaSource file(Path path) {
        return new SchemaSource(path.toString(), new FileResolver(path));
    }

    /**
     * Takes a schema from memory; it can include nothing.
     *
     * @param name the name that diagnostics show
     * @param text the schema
     * @return the source
     */
    public static SchemaSource text(String name, String text) {
        return new SchemaSource(name, wanted -> {
            if (!wanted.equals(name)) {
                throw new NoSuchFileException(wanted);
            }
            return text.getBytes(StandardCharsets.UTF_8);
        });
    }

    /**
     * Takes a schema from anywhere, such as a module's resources.
     *
     * @param name the root's name, with which the resolver is asked first
     * @param resolver reads the root and what it includes
     * @return the source
     */
    public static SchemaSource of(String name, IncludeResolver resolver) {
        return new SchemaSource(name, resolver);
    }

    /**
     * Returns the root's name.
     *
     * @return the name as given
     */
    public String name() {
        return name;
    }

    /**
     * Returns what reads the root and its includes.
     *
     * @return the resolver
     */
    public IncludeResolver resolver() {
        return resolver;
    }

    @Override
    public String toString() {
        return name;
    }
}
