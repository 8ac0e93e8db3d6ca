package dev.qmp.chardev.spi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all peers together may make this process take: what they have sent and what they have not read. Whoever keeps
 * something for a peer has an {@link Account}. When the sum exceeds the limit, the account that takes the most is refused, and then the
 * next, until the rest is within the limit. Specification: {@code qmp-memory}.
 *
 * <p>Changes of less than {@value #GRAIN} bytes are not counted, so that small requests cost nothing here; what an account takes as
 * such makes up for them.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class MemoryBudget {
    /** Smaller changes are not counted, in bytes. */
    public static final int GRAIN = 4096;

    /** What memory is taken for. */
    public enum Part {
        /** What a session or connection takes even if it is idle. */
        FIXED(0),
        /** Messages that are incomplete, and bytes that nobody has looked at. */
        INPUT(1),
        /** Requests that wait or run. */
        REQUESTS(2),
        /** Output that the peer has not read. */
        OUTPUT(3);

        private final int slot;

        Part(int slot) {
            this.slot = slot;
        }
    }

    /** Whoever keeps something for a peer. */
    @FunctionalInterface
    public interface Holder {
        /**
         * The account is refused, and closed: what it stands for is to be given up. Called by a thread that may hold locks: the holder
         * posts a task, and does nothing else here.
         *
         * @param bytes what the account took
         * @param limit what all accounts may take together, in bytes
         */
        void refused(long bytes, long limit);
    }

    /**
     * What an account takes.
     *
     * @param name whose account it is
     * @param input the bytes of {@link Part#INPUT}
     * @param requests the bytes of {@link Part#REQUESTS}
     * @param output the bytes of {@link Part#OUTPUT}
     * @param total the bytes of all parts
     */
    public record Share(String name, long input, long requests, long output, long total) {}

    private static final int PARTS = Part.values().length;

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final Set<Account> accounts = ConcurrentHashMap.newKeySet();
    private final Object choice = new Object(); // taken before an account's lock

    /**
     * Makes a budget of which nothing is used.
     *
     * @param limit bytes, more than 0
     */
    public MemoryBudget(long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("memory budget " + limit);
        }
        this.limit = limit;
    }

    /**
     * Returns what all accounts may take together.
     *
     * @return bytes
     */
    public long limit() {
        return limit;
    }

    /**
     * Returns what all accounts take.
     *
     * @return bytes
     */
    public long used() {
        return used.get();
    }

    /**
     * Returns how many accounts have been refused.
     *
     * @return the number
     */
    public long refusals() {
        return refusals.get();
    }

    /**
     * Opens an account.
     *
     * @param name whose it is, for lists
     * @param fixed what it takes as such, in bytes
     * @param holder acts when it is refused
     * @return the account
     */
    public Account open(String name, long fixed, Holder holder) {
        Account account = new Account(name, holder);
        accounts.add(account);
        account.set(Part.FIXED, fixed);
        return account;
    }

    /**
     * Lists the accounts that take the most.
     *
     * @param count how many at most
     * @return the largest first
     */
    public List<Share> largest(int count) {
        List<Share> shares = new ArrayList<>();
        accounts.forEach(account -> shares.add(account.share()));
        shares.sort(Comparator.comparingLong(Share::total).reversed());
        return List.copyOf(shares.subList(0, Math.min(count, shares.size())));
    }

    private void refuseLargest() {
        synchronized (choice) {
            while (used.get() > limit) {
                Account largest = null;
                for (Account account : accounts) {
                    if (largest == null || account.total > largest.total) {
                        largest = account;
                    }
                }
                if (largest == null) {
                    return;
                }
                largest.refuse();
            }
        }
    }

    /**
     * What is kept for one peer.
     *
     * <p>Thread: safe for use by any thread; each part is set under one lock, or in one thread.
     */
    public final class Account {
        private final String name;
        private final Holder holder;
        private final long[] parts = new long[PARTS]; // written under the lock
        private volatile long total; // written under the lock
        private volatile boolean closed;

        private Account(String name, Holder holder) {
            this.name = name;
            this.holder = holder;
        }

        /**
         * Sets what a part takes now. May refuse this account, or another one.
         *
         * @param part the part
         * @param bytes its memory, in bytes
         */
        public void set(Part part, long bytes) {
            long counted = parts[part.slot];
            long change = bytes - counted;
            if (change > -GRAIN && change < GRAIN && (bytes > 0 || counted == 0)) {
                return;
            }
            synchronized (this) {
                if (closed) {
                    return;
                }
                parts[part.slot] = bytes;
                total += change;
            }
            if (used.addAndGet(change) > limit && change > 0) {
                refuseLargest();
            }
        }

        /**
         * Tells whether the account is closed, by its holder or because it was refused.
         *
         * @return whether it is
         */
        public boolean isClosed() {
            return closed;
        }

        /** Ends the account: it takes nothing any more. Later calls do nothing. */
        public void close() {
            long freed = closeOnce();
            if (freed >= 0) {
                used.addAndGet(-freed);
            }
        }

        private void refuse() {
            long freed = closeOnce();
            if (freed >= 0) {
                used.addAndGet(-freed);
                refusals.incrementAndGet();
                holder.refused(freed, limit);
            }
        }

        /** Closes; returns what the account took, or -1 if it was closed before. */
        private long closeOnce() {
            synchronized (this) {
                if (closed) {
                    return -1;
                }
                closed = true;
            }
            accounts.remove(this);
            return total;
        }

        private synchronized Share share() {
            return new Share(name, parts[Part.INPUT.slot], parts[Part.REQUESTS.slot], parts[Part.OUTPUT.slot], total);
        }
    }
}
