package dev.qmp.dispatch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The order in which QEMU visits an object's members: that of its hash table with 512 buckets, and within a bucket the member
 * inserted last first. Only the choice of the fault to report depends on it. Specification: {@code json-out-order}.
 */
final class MemberOrder {
    private MemberOrder() {}

    /**
     * Returns where a member comes in the order: the less, the earlier.
     *
     * @param key its key
     * @param after how many members were inserted after it
     */
    static long place(String key, int after) {
        return (long) bucket(key) << 32 | after;
    }

    /** Returns the bucket of a key, 0 to 511. */
    static int bucket(String key) {
        int length = key.length();
        int sum = 0;
        for (int i = 0; i < length; i++) {
            char c = key.charAt(i);
            if (c == 0 || c >= 0x80) {
                return bucket(modifiedUtf8(key));
            }
            sum += c << shift(i);
        }
        return bucket(length, sum);
    }

    private static int bucket(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xFF) << shift(i);
        }
        return bucket(bytes.length, sum);
    }

    private static int bucket(int length, int sum) {
        return (1103515243 * (0x238F13AF * length + sum) + 12345) & 511;
    }

    private static int shift(int position) {
        return 5 * position % 24;
    }

    /** QEMU's encoding of keys: UTF-8, but U+0000 is C0 80. */
    private static byte[] modifiedUtf8(String key) {
        byte[] plain = key.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length + 8);
        for (byte b : plain) {
            if (b == 0) {
                bytes.write(0xC0);
                bytes.write(0x80);
            } else {
                bytes.write(b);
            }
        }
        return bytes.toByteArray();
    }
}
