package dev.qmp.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.qmp.cli.usage.FailedException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Checks, before anybody can connect, that the process has the descriptors and threads that it needs to accept a client and to end on a signal.
 */
final class ResourceCheck {
    /** Besides devices: two selectors, what the JDK opens for closing sockets, and a client. */
    private static final int DESCRIPTORS = 12;

    /** The I/O thread, the watchdog, the log; and those of a signal: the JDK's, the hooks, the limit. */
    private static final int THREADS = 10;

    /** A limit above this is not checked, because starting threads takes milliseconds on a busy machine. */
    private static final int MANY_THREADS = 1000;

    private ResourceCheck() {}

    /**
     * Checks.
     *
     * @param devices how many devices will be opened
     * @throws FailedException if something is missing
     */
    static void check(int devices) {
        String limits = read("/proc/self/limits");
        checkDescriptors(number(limits, "Max open files "), DESCRIPTORS + devices);
        long threads = Math.min(number(limits, "Max processes "), number(read("/sys/fs/cgroup/pids.max"), ""));
        if (threads < MANY_THREADS) {
            checkThreads();
        }
    }

    /** Counts descriptors instead of opening them: without any, even for a moment, Java itself crashes. */
    private static void checkDescriptors(long limit, int count) {
        String[] used = new File("/proc/self/fd").list();
        if (used != null && limit - used.length < count) {
            throw new FailedException(
                    "too few file descriptors are left to serve with; 'ulimit -n' raises their number");
        }
    }

    /** Returns the text of a small file; nothing if it cannot be read. */
    private static String read(String file) {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the number after a title; the largest if there is none. Without patterns, which would take milliseconds at the start. */
    private static long number(String text, String title) {
        int start = text.indexOf(title) + title.length();
        if (start < title.length()) {
            return Long.MAX_VALUE;
        }
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end == start ? Long.MAX_VALUE : Long.parseLong(text, start, end, 10);
    }

    /** Starts threads instead of counting them: the limits are shared with other processes. */
    private static void checkThreads() {
        List<Thread> taken = new ArrayList<>(THREADS);
        Parked parked = new Parked();
        try {
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(parked, "qmp-reserve");
                thread.setDaemon(true);
                thread.start();
                taken.add(thread);
            }
        } catch (OutOfMemoryError e) {
            throw new FailedException("too few threads can be started to serve with; 'ulimit -u' raises their number");
        } finally {
            parked.over = true;
            for (Thread thread : taken) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Keeps a thread alive until told to end. */
    private static final class Parked implements Runnable {
        private volatile boolean over;

        @Override
        public void run() {
            while (!over) {
                LockSupport.park(this);
            }
        }
    }
}
