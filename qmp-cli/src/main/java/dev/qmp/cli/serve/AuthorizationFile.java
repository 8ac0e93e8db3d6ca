package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AuthorizationList} in a file, which is read again when it has changed. While it cannot be read nobody is authorized.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock.
 */
final class AuthorizationFile implements Predicate<String> {
    private final String id;
    private final String name;
    private final Path path;
    private final boolean refresh;
    private List<Object> version;
    private @Nullable AuthorizationList list;

    /**
     * Reads the file.
     *
     * @param id the object's id, for messages
     * @param name the file
     * @param refresh whether to look for changes whenever somebody is to be authorized
     * @throws ChardevException if it cannot be read
     */
    AuthorizationFile(String id, String name, boolean refresh) {
        this.id = id;
        this.name = name;
        this.path = OptionReader.path(name);
        this.refresh = refresh;
        version = version();
        list = read();
    }

    /** What changes with the file; empty if there is none. */
    private List<Object> version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Arrays.asList(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return List.of();
        }
    }

    private AuthorizationList read() {
        try {
            byte[] text = Files.readAllBytes(path);
            try {
                return AuthorizationList.of(JsonText.parse(text));
            } catch (JsonParseException e) {
                throw new ChardevException(
                        name + ":" + JsonText.lineAndColumn(text, e.offset()) + ": " + e.getMessage());
            } catch (ChardevException e) {
                throw new ChardevException(name + ": " + e.getMessage());
            }
        } catch (IOException e) {
            throw new ChardevException(name + ": " + IoErrors.reason(e));
        }
    }

    @Override
    public synchronized boolean test(String peer) {
        if (refresh) {
            List<Object> now = version();
            if (!now.equals(version)) {
                version = now;
                try {
                    list = read();
                    Diagnostics.print("object " + id + ": " + name + " read again");
                } catch (ChardevException e) {
                    list = null;
                    Diagnostics.print("object " + id + ": nobody is authorized: " + e.getMessage());
                }
            }
        }
        AuthorizationList current = list;
        return current != null && current.test(peer);
    }
}
