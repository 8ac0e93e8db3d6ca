package dev.qmp.cli.serve;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A folder whose sockets are servers, such as {@code /run/vms/*.sock}; what the asterisk stands for is a server's name.
 *
 * <p>Thread: immutable.
 *
 * @param folder the folder
 * @param prefix how names of files begin
 * @param suffix how they end
 */
record UpstreamFolder(Path folder, String prefix, String suffix) {
    /** How often the folder is looked at without a notice from the system. */
    private static final long PERIOD_MILLIS = 1000;

    /** Parses a pattern. */
    static UpstreamFolder parse(String pattern) {
        int slash = pattern.lastIndexOf('/');
        String file = pattern.substring(slash + 1);
        int star = file.indexOf('*');
        if (star < 0 || file.indexOf('*', star + 1) >= 0 || pattern.indexOf('*') <= slash) {
            throw new UsageException("--upstreams: '" + pattern
                    + "' is not a folder and a name with one asterisk, as in /run/vms/*.sock");
        }
        Path folder = OptionReader.path(slash < 0 ? "." : slash == 0 ? "/" : pattern.substring(0, slash));
        return new UpstreamFolder(folder, file.substring(0, star), file.substring(star + 1));
    }

    /** Returns the sockets that there are, by name. */
    Map<String, Path> sockets() throws IOException {
        Map<String, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path path : files) {
                String file = String.valueOf(path.getFileName());
                if (file.length() > prefix.length() + suffix.length()
                        && file.startsWith(prefix)
                        && file.endsWith(suffix)
                        && isSocket(path)) {
                    found.put(file.substring(prefix.length(), file.length() - suffix.length()), path);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private static boolean isSocket(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isOther();
        } catch (IOException e) {
            return false; // it has gone
        }
    }

    /** Does something again and again, whenever a file comes or goes and at least every second, until the thread is interrupted. */
    void watch(Runnable look) throws InterruptedException {
        try (WatchService changes = folder.getFileSystem().newWatchService()) {
            folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            while (true) {
                look.run();
                WatchKey key = changes.poll(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        } catch (IOException e) {
            throw new FailedException("--upstreams " + folder + ": " + IoErrors.reason(e));
        }
    }
}
