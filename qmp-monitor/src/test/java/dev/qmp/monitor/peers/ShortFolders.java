package dev.qmp.monitor.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Folders whose paths are short enough for a socket, removed when the tests end. Thread: safe for use by any thread. */
public final class ShortFolders {
    private static final Queue<Path> MADE = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ShortFolders::removeAll, "temporary folders"));
    }

    private ShortFolders() {}

    /** Makes a new one. */
    public static Path create() {
        try {
            Path folder = Files.createTempDirectory("qmp");
            MADE.add(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeAll() {
        for (Path folder : MADE) {
            try {
                remove(folder);
            } catch (IOException | UncheckedIOException e) {
                System.err.println("cannot remove " + folder + ": " + e);
            }
        }
    }

    /** Processes that end at the same time may still remove files of theirs. */
    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return; // by the test
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
