package dev.qmp.cli.client;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.client.QmpAddress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Addresses with {@code *}, {@code ?}, {@code [...]} or {@code {a,b}} in the path, which stand for all sockets that match. */
final class AddressPattern {
    private AddressPattern() {}

    /** Tells whether a text stands for many addresses: it is a path, with a character of a pattern, and no such file exists. */
    static boolean is(String text) {
        if (!Connections.address(text).toString().startsWith("unix:")) {
            return false;
        }
        String path = path(text);
        return hasWildcard(path) && !Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS);
    }

    private static String path(String text) {
        return text.startsWith("unix:") ? text.substring("unix:".length()) : text;
    }

    private static boolean hasWildcard(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    /**
     * Finds the sockets that match; directories that cannot be read hold none. An address that is not a pattern stands for itself.
     *
     * @throws FailedException if nothing matches
     */
    static List<QmpAddress> expand(String text) {
        if (!is(text)) {
            return List.of(Connections.address(text));
        }
        Path pattern = Path.of(path(text));
        List<Path> found = new ArrayList<>();
        found.add(pattern.isAbsolute() ? Path.of("/") : Path.of(""));
        for (Path part : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                if (hasWildcard(part.toString())) {
                    next.addAll(matches(directory, part.toString(), text));
                } else {
                    next.add(directory.resolve(part));
                }
            }
            found = next;
        }
        List<QmpAddress> addresses = found.stream()
                .filter(AddressPattern::isSocket)
                .sorted()
                .<QmpAddress>map(QmpAddress.Unix::new)
                .toList();
        if (addresses.isEmpty()) {
            throw new FailedException("no socket matches '" + text + "'");
        }
        return addresses;
    }

    private static List<Path> matches(Path directory, String part, String whole) {
        List<Path> matches = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, part)) {
            files.forEach(file -> {
                if (part.startsWith(".") || !file.getFileName().toString().startsWith(".")) {
                    matches.add(file);
                }
            });
        } catch (PatternSyntaxException | InvalidPathException e) {
            throw new UsageException("address '" + whole + "': '" + part + "' is not a pattern");
        } catch (IOException e) {
            return List.of(); // not a directory, or not one of this user's
        }
        return matches;
    }

    private static boolean isSocket(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }
}
