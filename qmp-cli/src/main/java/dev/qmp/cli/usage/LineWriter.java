package dev.qmp.cli.usage;

import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes lines in a thread of its own, so that the caller never waits for a reader, a disk or a terminal. Lines that do not fit into the
 * queue or cannot be written are counted, and the count is written in their place.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, which is not held while anything is written.
 */
public final class LineWriter {
    /** The most characters that are queued. */
    static final int CAPACITY = 1 << 20;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final List<LineWriter> ALL = new CopyOnWriteArrayList<>();

    private final String threadName;
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

    // The writing thread only; the flushing one if that could not be started.
    private final LineSink sink;

    /**
     * What is queued.
     *
     * @param text one or more lines, the last without its end
     * @param lines how many lines are missing if it is lost
     */
    private record Entry(String text, long lines) {}

    /**
     * Makes a writer; its thread starts with the first line.
     *
     * @param threadName the name of its thread
     * @param out where to write; never closed
     */
    public LineWriter(String threadName, OutputStream out) {
        this(threadName, out, System::nanoTime);
    }

    LineWriter(String threadName, OutputStream out, LongSupplier nanoClock) {
        this.threadName = threadName;
        this.sink = new LineSink(out);
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
        reportLoss();
        put(new Entry(text, 1));
    }

    /**
     * Writes a line soon, unless there are too many of its kind: then only their number is written, once a second.
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

    /** Queues the number of missing lines, in their place. */
    private void reportLoss() {
        if (lost > 0) {
            Entry entry = new Entry("qmp: " + lost + (lost == 1 ? " line is" : " lines are") + " missing here", lost);
            lost = 0;
            put(entry);
        }
    }

    /** Writes out the queues of all writers; gives up on a stream that takes nothing for a second. */
    public static void flushAll() {
        for (LineWriter writer : ALL) {
            writer.flush();
        }
    }

    /** Writes out the queue; gives up if the stream takes nothing for a second. */
    void flush() {
        if (!awaitWritten()) {
            try {
                List<Entry> entries = new ArrayList<>();
                synchronized (this) {
                    entries.addAll(waiting);
                    waiting.clear();
                    size = 0;
                }
                write(entries);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until the thread has written the queue; returns false if there is no thread to do it. */
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
                // Not by anybody here; the queue is still to be written.
                Thread.interrupted();
            } catch (OutOfMemoryError e) {
                finish(entries, false);
            }
            entries.clear();
        }
    }

    /** Waits for lines and takes as many as fit into a piece. */
    private synchronized void take(List<Entry> entries) throws InterruptedException {
        while (true) {
            addAll(rate.summaries(nanoClock.getAsLong()));
            if (waiting.isEmpty() && !failing) {
                reportLoss();
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
        } while (!waiting.isEmpty() && length + waiting.element().text.length() < LineSink.PIECE);
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
        StringBuilder lines = new StringBuilder();
        for (Entry entry : entries) {
            lines.append(entry.text).append('\n');
        }
        return sink.write(lines.toString());
    }
}
