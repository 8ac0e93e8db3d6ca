package dev.qmp.cli.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes lines in a thread of its own, so that whoever has something to say never waits for a reader, a disk or a terminal. What
 * is not taken in time, or cannot be written, is counted, and the count is written in its place.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, which is not held while anything is written.
 */
public final class LineWriter {
    /** How many characters may wait. */
    static final int CAPACITY = 1 << 20;

    /** What a pipe takes whole or not at all. */
    private static final int PIECE = 4096;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final List<LineWriter> ALL = new CopyOnWriteArrayList<>();

    private final String threadName;
    private final OutputStream out;
    private final LongSupplier nanoClock;

    // Guarded by this.
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    private final LineRate rate = new LineRate();
    private long size;
    private long lost;
    private boolean failing;
    private boolean writing;
    private boolean started;
    private long progress;

    // The writing thread only.
    private boolean torn;

    /**
     * Something to write.
     *
     * @param text one or more lines, the last without its end
     * @param lines how many lines are missing if it is lost
     */
    private record Entry(String text, long lines) {}

    /**
     * Makes a writer; its thread starts with the first line.
     *
     * @param threadName the name of its thread
     * @param out where to; closed by nobody
     */
    public LineWriter(String threadName, OutputStream out) {
        this(threadName, out, System::nanoTime);
    }

    LineWriter(String threadName, OutputStream out, LongSupplier nanoClock) {
        this.threadName = threadName;
        this.out = out;
        this.nanoClock = nanoClock;
        ALL.add(this);
    }

    /**
     * Writes a line soon.
     *
     * @param text the line without its end, or several that belong together
     */
    public synchronized void add(String text) {
        if (size + text.length() > CAPACITY) {
            lost++;
            return;
        }
        confessLoss();
        put(new Entry(text, 1));
    }

    /**
     * Writes a line soon, unless there are too many of its kind: of those only the number is written, once a second.
     *
     * @param text as in {@link #add(String)}
     * @param kind what lines of the same kind have in common
     */
    public synchronized void add(String text, String kind) {
        if (rate.admits(kind, text, nanoClock.getAsLong())) {
            add(text);
        } else {
            start();
            notifyAll();
        }
    }

    private void put(Entry entry) {
        waiting.add(entry);
        size += entry.text.length();
        start();
        notifyAll();
    }

    private void start() {
        if (!started) {
            try {
                Thread thread = new Thread(this::run, threadName);
                thread.setDaemon(true);
                thread.start();
                started = true;
            } catch (OutOfMemoryError e) {
                // No thread now; the next line tries again.
                started = false;
            }
        }
    }

    /** Says how many lines are missing, in the place where they would be. */
    private void confessLoss() {
        if (lost > 0) {
            Entry entry = new Entry("qmp: " + lost + (lost == 1 ? " line is" : " lines are") + " missing here", lost);
            lost = 0;
            put(entry);
        }
    }

    /** Writes all that waits, of all writers; gives up on one that takes nothing for a second. */
    public static void flushAll() {
        for (LineWriter writer : ALL) {
            writer.flush();
        }
    }

    /** Writes all that waits; gives up if nothing is taken for a second. */
    void flush() {
        if (!awaitWritten()) {
            try {
                List<Entry> entries = new ArrayList<>();
                synchronized (this) {
                    entries.addAll(waiting);
                    waiting.clear();
                    size = 0;
                }
                boolean unused = write(entries);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the thread; false if there is something to write and no thread. */
    private synchronized boolean awaitWritten() {
        addAll(rate.lastSummaries());
        if (!waiting.isEmpty()) {
            start();
            if (!started) {
                return false;
            }
        }
        long seen = progress;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (started && (writing || !waiting.isEmpty() || (lost > 0 && !failing))) {
            long left = deadline - System.nanoTime();
            if (progress != seen) {
                seen = progress;
                deadline = System.nanoTime() + PATIENCE_NANOS;
            } else if (left <= 0) {
                return true;
            } else {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return true;
                }
            }
        }
        return true;
    }

    private void addAll(List<String> lines) {
        lines.forEach(this::add);
    }

    private void run() {
        List<Entry> entries = new ArrayList<>();
        while (true) {
            try {
                take(entries);
                boolean written = write(entries);
                finish(entries, written);
            } catch (InterruptedException e) {
                // Nobody has a reason to; what waits is still to be written.
                Thread.interrupted();
            } catch (OutOfMemoryError e) {
                finish(entries, false);
            }
            entries.clear();
        }
    }

    /** Waits for something to write and takes as much as makes a piece. */
    private synchronized void take(List<Entry> entries) throws InterruptedException {
        while (true) {
            addAll(rate.summaries(nanoClock.getAsLong()));
            if (waiting.isEmpty() && !failing) {
                confessLoss();
            }
            if (!waiting.isEmpty()) {
                break;
            }
            if (rate.isSuppressing()) {
                TimeUnit.NANOSECONDS.timedWait(this, LineRate.SECOND);
            } else {
                wait();
            }
        }
        int length = 0;
        do {
            Entry entry = waiting.remove();
            entries.add(entry);
            length += entry.text.length() + 1;
            size -= entry.text.length();
        } while (!waiting.isEmpty() && length + waiting.element().text.length() < PIECE);
        writing = true;
    }

    private synchronized void finish(List<Entry> entries, boolean written) {
        writing = false;
        failing = !written;
        if (!written) {
            for (Entry entry : entries) {
                lost += entry.lines;
            }
        }
        progress++;
        notifyAll();
    }

    private boolean write(List<Entry> entries) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        if (torn) {
            text.append('\n');
        }
        for (Entry entry : entries) {
            text.append(entry.text).append('\n');
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        for (int start = 0; start < bytes.length; start += PIECE) {
            if (!write(bytes, start, Math.min(PIECE, bytes.length - start))) {
                torn = true;
                return false;
            }
        }
        torn = false;
        return true;
    }

    private boolean write(byte[] bytes, int start, int length) throws InterruptedException {
        while (true) {
            try {
                out.write(bytes, start, length);
                out.flush();
                return true;
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
                    return false;
                }
                // A pipe that somebody made non-blocking, and that is full; it took nothing.
                Thread.sleep(20);
            }
        }
    }
}
