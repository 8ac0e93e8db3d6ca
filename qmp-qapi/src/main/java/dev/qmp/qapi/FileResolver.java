package dev.qmp.qapi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a schema's files from a file system. Nothing but a regular file is read, which cannot block; only the root may also
 * be a device or an open descriptor, such as {@code /dev/stdin}.
 *
 * <p>Specification: {@code qapi-include-file}.
 *
 * <p>Thread: immutable.
 */
final class FileResolver implements IncludeResolver {
    private final Path root;
    private final FileSystem files;

    FileResolver(Path root) {
        this.root = root;
        this.files = root.getFileSystem();
    }

    @Override
    public byte[] read(String name) throws IOException {
        Path file;
        try {
            file = files.getPath(name);
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(name, null, e.getReason());
        }
        boolean included = !file.equals(root);
        if (!Files.isRegularFile(file)
                && !Files.isDirectory(file)
                && Files.exists(file)
                && !(isSpecial(file) && !included)) {
            throw new FileSystemException(name, null, "not a regular file");
        }
        if (included) {
            refuseLinkOutOfTree(file);
        }
        // One byte more than is allowed tells that there is too much, also of what has no end.
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SchemaSource.MOST_BYTES + 1);
        }
    }

    private static boolean isSpecial(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith("/dev") || absolute.startsWith("/proc");
    }

    /**
     * Refuses a file that only a link puts in its place. The tree is what the root's folder and the file, as it is named,
     * have in common; where the root itself is a link, the folder of its target too.
     */
    private void refuseLinkOutOfTree(Path file) throws IOException {
        Path named = file.toAbsolutePath().normalize();
        Path tree = folder(root.toAbsolutePath().normalize());
        while (tree != null && !named.startsWith(tree)) {
            tree = tree.getParent();
        }
        Path real = file.toRealPath();
        Path realRoot = root.toRealPath();
        boolean inside = tree == null || real.startsWith(tree.toRealPath()) || real.startsWith(folder(realRoot));
        if (!inside) {
            throw new FileSystemException(
                    file.toString(), null, "a link to '" + real + "', outside the schema's folder");
        }
    }

    private static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    @Override
    public String identity(String name) {
        try {
            Path path = files.getPath(name).toAbsolutePath().normalize();
            return path.toString().replace(files.getSeparator(), "/");
        } catch (InvalidPathException e) {
            return SchemaPaths.normalize(name);
        }
    }
}
