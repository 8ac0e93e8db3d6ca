package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Blocks a thread until a file can be opened, as a server blocks that opens a FIFO. The host's shutdown ends the wait.
 *
 * <p>Thread: safe for use by any thread.
 */
final class FileGate {
    /** How often to look for a file that is not there, in milliseconds. */
    private static final long LOOK_AGAIN = 10;

    // Guarded by this.
    private final Set<Path> awaited = new HashSet<>();
    private final List<FileChannel> writers = new ArrayList<>();
    private boolean ended;

    /**
     * Makes a gate that opens when a host shuts down.
     *
     * @param host offers a {@link Lifecycle} if it can be shut down
     */
    FileGate(ProviderContext host) {
        host.service(Lifecycle.class).ifPresent(lifecycle -> lifecycle.onShutdown(this::end));
    }

    /**
     * Waits until a file can be opened: a FIFO as soon as somebody opens it for writing, any other file as soon as it exists.
     *
     * @param file its path
     * @throws CommandException if it can never be opened
     */
    void await(String file) {
        try {
            Path path = Path.of(file);
            while (enter(path)) {
                try {
                    InputStream opened = Files.newInputStream(path);
                    if (Files.isRegularFile(path)) {
                        opened.close();
                    } else {
                        drain(opened);
                    }
                    return;
                } catch (NoSuchFileException e) {
                    Thread.sleep(LOOK_AGAIN);
                }
            }
        } catch (IOException | InvalidPathException e) {
            throw new CommandException("Could not open '" + file + "': " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Could not open '" + file + "': interrupted");
        }
    }

    /** Lets whoever opened a FIFO write to it. */
    private static void drain(InputStream opened) {
        Thread reader = new Thread(
                () -> {
                    try (opened) {
                        opened.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // There is nobody to tell.
                    }
                },
                "qmp-fifo");
        reader.setDaemon(true);
        reader.start();
    }

    private synchronized boolean enter(Path path) {
        awaited.add(path);
        return !ended;
    }

    /** Opens what is waited for also for writing, for good: opening a FIFO for reading then returns, now and later. */
    private synchronized void end() {
        ended = true;
        for (Path path : awaited) {
            try {
                writers.add(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
            } catch (IOException e) {
                // It is not there, or is not a FIFO: no thread waits in the system for it.
            }
        }
    }
}
