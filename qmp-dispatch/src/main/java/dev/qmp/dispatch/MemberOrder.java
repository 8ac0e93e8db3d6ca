package dev.qmp.dispatch;

import java.nio.charset.StandardCharsets;

/**
 * The order in which the reference visits an object's members: that of its 512-bucket hash table.
 *
 * <p>Within one bucket the member inserted last comes first. Only which fault is reported depends on it.
 */
final class MemberOrder {
    private MemberOrder() {}

    /** Returns the bucket of a key, 0 to 511. */
    static int bucket(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int nuls = (int) key.chars().filter(c -> c == 0).count();
        // U+0000 is C0 80 in the modified UTF-8 that the reference hashes.
        int hash = 0x238F13AF * (bytes.length + nuls);
        int position = 0;
        for (byte b : bytes) {
            if (b == 0) {
                hash += 0xC0 << shift(position++);
                hash += 0x80 << shift(position++);
            } else {
                hash += (b & 0xFF) << shift(position++);
            }
        }
        return (1103515243 * hash + 12345) & 511;
    }

    private static int shift(int position) {
        return 5 * position % 24;
    }
}
