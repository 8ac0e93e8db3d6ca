package dev.qmp.json.internal.tree;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds a key among many: an open-addressed table of member numbers. It hashes as strings do until a peer's choice of names makes a long run
 * of collisions; from then on it uses a hash with a secret key. Thread: confined to the parser or builder that fills it; immutable after.
 */
public final class KeyIndex {
    private static final int LONGEST_RUN = 40;

    /** The secret key, made when it is first needed: a source of good random numbers takes milliseconds to open. */
    private static final class Secret {
        static final long LOW;
        static final long HIGH;

        static {
            SecureRandom random = new SecureRandom();
            LOW = random.nextLong();
            HIGH = random.nextLong();
        }
    }

    private int[] table;
    private boolean secret;

    /** Indexes the first {@code count} members of {@code slots}, whose keys stand at {@code base}, {@code base + 2}, ... */
    public KeyIndex(Object[] slots, int base, int count) {
        table = new int[tableSize(count)];
        fill(slots, base, count);
    }

    private static int tableSize(int count) {
        return Math.max(32, Integer.highestOneBit(count) * 4);
    }

    /** Returns the number of the member with this key, or -1. */
    public int find(Object[] slots, int base, Key key) {
        int mask = table.length - 1;
        int at = spread(key) & mask;
        while (true) {
            int member = table[at] - 1;
            if (member < 0) {
                return -1;
            }
            if (key.equals(slots[base + 2 * member])) {
                return member;
            }
            at = at + 1 & mask;
        }
    }

    /** Adds member number {@code member}, the next one after those added so far. */
    public void add(Object[] slots, int base, int member) {
        if (2 * (member + 1) > table.length) {
            table = new int[2 * table.length];
            fill(slots, base, member + 1);
        } else if (!insert((Key) slots[base + 2 * member], member)) {
            secret = true;
            table = new int[table.length];
            fill(slots, base, member + 1);
        }
    }

    private void fill(Object[] slots, int base, int count) {
        for (int member = 0; member < count; member++) {
            if (!insert((Key) slots[base + 2 * member], member)) {
                secret = true;
                table = new int[table.length];
                member = -1;
            }
        }
    }

    /** Returns false when the run of collisions calls for the secret hash. */
    private boolean insert(Key key, int member) {
        int mask = table.length - 1;
        int at = spread(key) & mask;
        int run = 0;
        while (table[at] != 0) {
            at = at + 1 & mask;
            run++;
        }
        if (run > LONGEST_RUN && !secret) {
            return false;
        }
        table[at] = member + 1;
        return true;
    }

    private int spread(Key key) {
        if (secret) {
            long h = SipHash.hash13(Secret.LOW, Secret.HIGH, key.printed());
            return (int) (h ^ h >>> 32);
        }
        int h = key.hash() * 0x9E3779B9;
        return h ^ h >>> 15;
    }

    /** Finds the index for a whole object, null when a linear search does. */
    static @Nullable KeyIndex forObject(Object[] slots) {
        int count = slots.length / 2;
        return count > ObjectValue.LINEAR ? new KeyIndex(slots, 0, count) : null;
    }
}
