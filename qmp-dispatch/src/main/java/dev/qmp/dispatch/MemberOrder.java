package dev.qmp.dispatch;

import java.nio.charset.StandardCharsets;

/**
 * The order in which QEMU visits an object's members: that of its hash table with 512 buckets, and within a bucket the member
 * inserted last first. Only the choice of the fault to report depends on it. Specification: {@code json-out-order}.
 */
final class MemberOrder {
    private MemberOrder() {}

    /** Returns the bucket of a key, 0 to 511. */
    static int bucket(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int nuls = (int) key.chars().filter(c -> c == 0).count();
        // QEMU hashes modified UTF-8, in which U+0000 is C0 80.
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
