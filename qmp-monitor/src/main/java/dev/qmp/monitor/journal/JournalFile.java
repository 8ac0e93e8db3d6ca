package dev.qmp.monitor.journal;

import dev.qmp.chardev.internal.system.PrivateFiles;
import dev.qmp.json.JsonValues;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The file of a journal.
 *
 * <p>Thread: safe for use by any thread; one of its own writes.
 */
final class JournalFile {
    private static final int WAITING = 10_000;
    private static final JournalEntry END =
            new JournalEntry(0, Instant.EPOCH, "", 0, "", JsonValues.EMPTY_OBJECT, null, null, 0);

    private final Path path;
    private final Consumer<? super String> trouble;
    private final BlockingQueue<JournalEntry> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicBoolean reported = new AtomicBoolean();
    private final Thread writer;
    private volatile boolean failed;

    private JournalFile(Path path, OutputStream out, Consumer<? super String> trouble) {
        this.path = path;
        this.trouble = trouble;
        this.writer = new Thread(() -> run(out), "qmp-journal");
        writer.setDaemon(true);
    }

    static JournalFile open(Path path, Consumer<? super String> trouble) {
        try {
            OutputStream out = Channels.newOutputStream(PrivateFiles.open(path, StandardOpenOption.APPEND));
            JournalFile file = new JournalFile(path, new BufferedOutputStream(out, 1 << 16), trouble);
            file.writer.start();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes an entry to the writer; one that does not fit in is lost. */
    void write(JournalEntry entry) {
        if (!failed && !waiting.offer(entry)) {
            report("the journal " + path + " has gaps: it is not written fast enough");
        }
    }

    private void report(String line) {
        if (reported.compareAndSet(false, true)) {
            trouble.accept(line);
        }
    }

    private void run(OutputStream out) {
        try (out) {
            for (JournalEntry entry = waiting.take(); entry.number() > 0; entry = waiting.take()) {
                out.write(JsonValues.toText(entry.toJson()).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
                if (waiting.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            failed = true;
            waiting.clear();
            report("the journal " + path + " ends here: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        try {
            if (!failed && waiting.offer(END, 1, TimeUnit.SECONDS)) {
                writer.join(TimeUnit.SECONDS.toMillis(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
