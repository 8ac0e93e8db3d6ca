package dev.qmp.monitor.journal;

import dev.qmp.monitor.internal.rights.Secrets;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What monitors received, and what they answered: the last requests in memory, all of them in a file, if one is given.
 *
 * <p>A journal never makes a monitor wait: lines for the file are written by a thread of their own, and what that cannot keep up with is
 * left out and counted.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class Journal implements AutoCloseable {
    /** How many entries are kept in memory. */
    public static final int KEPT = 100_000;

    private final @Nullable JournalFile file;
    private final AtomicLong sessions = new AtomicLong();
    private volatile @Nullable Set<String> secretNames;

    // Guarded by this.
    private final Deque<JournalEntry> kept = new ArrayDeque<>();
    private long count;

    private Journal(@Nullable JournalFile file) {
        this.file = file;
    }

    /**
     * Makes a journal in memory.
     *
     * @return the journal
     */
    public static Journal inMemory() {
        return new Journal(null);
    }

    /**
     * Makes a journal that also writes to a file, an object on each line.
     *
     * @param path the file, appended to; a new one has mode 0600, and a link to another user's file is refused
     * @param trouble takes one line, once, if the file cannot be written
     * @return the journal
     * @throws java.io.UncheckedIOException if the file cannot be opened
     */
    public static Journal writingTo(Path path, Consumer<? super String> trouble) {
        return new Journal(JournalFile.open(path, trouble));
    }

    /**
     * Has passwords, the data of secret objects and the like masked in entries that are added from now on.
     *
     * @param more names of other members whose values are secret, in any case of letters
     * @return this journal
     */
    public Journal maskSecrets(Collection<String> more) {
        secretNames = more.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        return this;
    }

    /**
     * Numbers a new session.
     *
     * @return 1 for the first
     */
    public long newSession() {
        return sessions.incrementAndGet();
    }

    /**
     * Adds an entry.
     *
     * @param time when the request was read
     * @param monitor the monitor's label
     * @param session the session's number
     * @param peer the peer as its device describes it
     * @param request the whole request
     * @param reply the whole reply; null if none was sent
     * @param fault what went wrong on the wire, or why there is no reply; null if nothing went wrong
     * @param microseconds from the request to the reply
     */
    public void add(
            Instant time,
            String monitor,
            long session,
            String peer,
            JsonValue request,
            @Nullable JsonObject reply,
            @Nullable String fault,
            long microseconds) {
        Set<String> secret = secretNames;
        JsonValue shown = secret == null ? request : Secrets.maskedRequest(request, secret);
        JsonObject shownReply = secret == null || reply == null
                ? reply
                : Secrets.maskedTexts(reply, secret).asJsonObject();
        synchronized (this) {
            JournalEntry entry =
                    new JournalEntry(++count, time, monitor, session, peer, shown, shownReply, fault, microseconds);
            kept.add(entry);
            if (kept.size() > KEPT) {
                kept.remove();
            }
            if (file != null) {
                file.write(entry);
            }
        }
    }

    /**
     * Returns what is kept in memory.
     *
     * @return the entries, the oldest first
     */
    public synchronized List<JournalEntry> entries() {
        return new ArrayList<>(kept);
    }

    /** Forgets what is kept in memory. */
    public synchronized void clear() {
        kept.clear();
    }

    /** Writes what is left to the file, for at most a second, and closes it. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
